package egress

import (
	"encoding/json"
	"os"
	"sync"
	"time"

	"k8s.io/klog/v2"
)

// What was done with a CONNECT.
const (
	Connected = "connected"
	Refused   = "refused"
)

// Entry is one line of egress.log.
type Entry struct {
	Time    time.Time `json:"time"`
	Target  string    `json:"target"`
	Outcome string    `json:"outcome"`
	Address string    `json:"address,omitempty"`
	Reason  string    `json:"reason,omitempty"`
}

// Log appends entries to a file, one JSON object a line. It is safe for concurrent use.
type Log struct {
	mu   sync.Mutex
	file *os.File
}

// OpenLog opens the log for appending.
func OpenLog(name string) (*Log, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &Log{file: file}, err
}

// Write adds an entry and gives it its time.
func (l *Log) Write(entry Entry) {
	entry.Time = time.Now().UTC()
	line, err := json.Marshal(entry)
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		_, err = l.file.Write(append(line, '\n'))
	}
	if err != nil {
		klog.ErrorS(err, "egress.log", "entry", entry)
	}
}
