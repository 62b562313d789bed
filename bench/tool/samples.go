package main

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
)

type sample struct {
	path string // of its type in its namespace
	name string
	body []byte
}

// sampleOf gives the object of a number: the same one every time.
func sampleOf(number int) sample {
	at := func(group, plural, name, body string) sample {
		return sample{path: group + "/namespaces/" + namespace(number) + "/" + plural, name: name, body: []byte(body)}
	}
	numbered := func(kind string) string { return fmt.Sprintf("%s-%d", kind, number) }
	switch number % 10 {
	case 0, 1, 2:
		return at("/api/v1", "configmaps", numbered("config"), configMap(number))
	case 3, 4:
		return at("/api/v1", "secrets", numbered("secret"), secret(number))
	case 5, 6:
		return at("/api/v1", "pods", podName(number), pod(number))
	case 7:
		return at("/apis/apps/v1", "deployments", numbered("deployment"), deployment(number))
	default:
		return at("/apis/bench.sistership.io/v1", "ships", numbered("ship"), ship(number))
	}
}

func configMap(number int) string {
	random := rand.New(rand.NewPCG(uint64(number), 1))
	var text strings.Builder
	for text.Len() < 900 {
		fmt.Fprintf(&text, "setting.%d.%s=%d\\n", text.Len(), word(random), random.IntN(1_000_000))
	}
	return fmt.Sprintf(`{"metadata":{"name":"config-%d","labels":{"app":"app-%d"}},"data":{"application.properties":"%s"}}`,
		number, number%500, text.String())
}

// secret holds what doesn't compress.
func secret(number int) string {
	random := rand.New(rand.NewPCG(uint64(number), 2))
	value := make([]byte, 600)
	for i := range value {
		value[i] = byte(random.UintN(256))
	}
	return fmt.Sprintf(`{"metadata":{"name":"secret-%d","labels":{"app":"app-%d"}},"type":"Opaque","data":{"token":"%s"}}`,
		number, number%500, base64.StdEncoding.EncodeToString(value))
}

func podName(number int) string {
	return fmt.Sprintf("web-%d-%s", number, word(rand.New(rand.NewPCG(uint64(number), 3))))
}

func pod(number int) string {
	return fmt.Sprintf(`{"metadata":{"name":%q,"labels":{"app":"app-%d","pod-template-hash":"%x"},
		"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-11-23T09:%02d:05Z","prometheus.io/scrape":"true","prometheus.io/port":"9102"}},
		"spec":%s}`,
		podName(number), number%500, number*2654435761%4294967296, number%60, podSpec(number, "bench-none"))
}

func deployment(number int) string {
	return fmt.Sprintf(`{"metadata":{"name":"deployment-%d","labels":{"app":"app-%d"}},
		"spec":{"replicas":0,"paused":true,"selector":{"matchLabels":{"app":"app-%d"}},
		"template":{"metadata":{"labels":{"app":"app-%d"}},"spec":%s}}}`,
		number, number%500, number%500, number%500, podSpec(number, "default-scheduler"))
}

func podSpec(number int, scheduler string) string {
	return fmt.Sprintf(`{"schedulerName":%q,"automountServiceAccountToken":false,"terminationGracePeriodSeconds":45,
		"containers":[{"name":"web","image":"111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web:1.%d.0",
		"args":["--listen=:8080","--log=json","--shard=%d"],"ports":[{"name":"http","containerPort":8080},{"name":"metrics","containerPort":9102}],
		"env":[{"name":"DATABASE_HOST","value":"db-%d.shop.internal"},{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"secret-%d","key":"token"}}},
		{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
		"resources":{"requests":{"cpu":"250m","memory":"256Mi"},"limits":{"memory":"512Mi"}},
		"readinessProbe":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":5},
		"livenessProbe":{"httpGet":{"path":"/livez","port":"http"},"initialDelaySeconds":30},
		"securityContext":{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}},
		"volumeMounts":[{"name":"config","mountPath":"/etc/web"},{"name":"tmp","mountPath":"/tmp"}]}],
		"volumes":[{"name":"config","configMap":{"name":"config-%d"}},{"name":"tmp","emptyDir":{"sizeLimit":"64Mi"}}],
		"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"app-%d"}}}]}`,
		scheduler, number%40, number%16, number%7, number/10*10+3, number/10*10, number%500)
}

func ship(number int) string {
	random := rand.New(rand.NewPCG(uint64(number), 4))
	return fmt.Sprintf(`{"apiVersion":"bench.sistership.io/v1","kind":"Ship","metadata":{"name":"ship-%d","labels":{"fleet":"fleet-%d"}},
		"spec":{"builder":%q,"masts":%d,"displacement":%d.25,"route":[%q,%q,%q],"crew":{"captain":%q,"size":%d},"notes":%q}}`,
		number, number%50, word(random), 1+random.IntN(5), random.IntN(90_000), word(random), word(random), word(random),
		word(random), random.IntN(400), strings.Repeat(word(random)+" ", 30))
}

func word(random *rand.Rand) string {
	const letters = "bcdfghjklmnpqrstvwxz"
	text := make([]byte, 8)
	for i := range text {
		text[i] = letters[random.IntN(len(letters))]
	}
	return string(text)
}

const shipDefinition = `{"metadata":{"name":"ships.bench.sistership.io"},"spec":{"group":"bench.sistership.io","scope":"Namespaced",
	"names":{"plural":"ships","singular":"ship","kind":"Ship","listKind":"ShipList"},"versions":[{"name":"v1","served":true,"storage":true,
	"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}`
