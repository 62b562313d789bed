// Command tool is the benchmarks' other side: it fills a cluster with objects, and it reads or
// writes a cluster as fast as a program can that does nothing with what it reads or writes.
//
//	tool fill  --server URL --ca FILE --cert FILE --key FILE --objects N
//	tool change --server URL --ca FILE --cert FILE --key FILE --objects N --round N
//	tool stock --server URL --ca FILE --cert FILE --key FILE --objects N
//	tool post  --server URL --ca FILE --cert FILE --key FILE FILE
//	tool read  --server URL --ca FILE --cert FILE --key FILE --revision N PATH...
//	tool write --server URL --ca FILE --cert FILE --key FILE --rate N --seconds N
//
// Each prints one line of JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("give a command: fill, change, stock, post, read or write")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	target := targetFlags(flags)
	objects := flags.Int("objects", 0, "how many objects to make (fill, stock), or how many were made (change)")
	round := flags.Int("round", 0, "what the changed objects say (change)")
	revision := flags.String("revision", "", "the revision to list at (read)")
	rate := flags.Int("rate", 200, "writes a second (write)")
	seconds := flags.Float64("seconds", 10, "how long (write)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	server, err := target.connect()
	if err != nil {
		return err
	}
	var result any
	switch args[0] {
	case "fill":
		result, err = fill(server, *objects)
	case "change":
		result, err = change(server, *objects, *round)
	case "stock":
		result, err = stock(server, *objects)
	case "post":
		result, err = post(server, flags.Arg(0))
	case "read":
		result, err = read(server, *revision, flags.Args())
	case "write":
		result, err = write(server, *rate, *seconds)
	default:
		return fmt.Errorf("there is no command %q: fill, change, stock, post, read or write", args[0])
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}
