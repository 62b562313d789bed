package pki

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// EnsureServiceAccountKey makes the key that signs service account tokens, unless it is there. It is
// RSA because EKS signs with RS256, and clients of its issuer expect that.
func EnsureServiceAccountKey(privateFile, publicFile string) error {
	_, err := os.Stat(publicFile)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	private := encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	if err := os.WriteFile(privateFile, private, 0o600); err != nil {
		return err
	}
	return os.WriteFile(publicFile, encode("PUBLIC KEY", public), 0o644)
}

// WriteKubeconfig writes a kubeconfig in which a user with a client certificate talks to an API server.
func WriteKubeconfig(file, cluster, endpoint string, ca []byte, user Pair) error {
	config := clientcmdapi.NewConfig()
	config.Clusters[cluster] = &clientcmdapi.Cluster{Server: endpoint, CertificateAuthorityData: ca}
	config.AuthInfos[cluster] = &clientcmdapi.AuthInfo{ClientCertificateData: user.Cert, ClientKeyData: user.Key}
	config.Contexts[cluster] = &clientcmdapi.Context{Cluster: cluster, AuthInfo: cluster}
	config.CurrentContext = cluster
	return clientcmd.WriteToFile(*config, file)
}

// WriteWebhookKubeconfig writes the file that tells the API server where to ask about bearer tokens.
func WriteWebhookKubeconfig(file, url string) error {
	config := clientcmdapi.NewConfig()
	// The rig's endpoint is on loopback; where it speaks TLS its certificate is of its own making.
	config.Clusters["webhook"] = &clientcmdapi.Cluster{Server: url, InsecureSkipTLSVerify: true}
	config.Contexts["webhook"] = &clientcmdapi.Context{Cluster: "webhook"}
	config.CurrentContext = "webhook"
	return clientcmd.WriteToFile(*config, file)
}

// WritePair writes a pair as two files, the key for the owner only.
func WritePair(pair Pair, certFile, keyFile string) error {
	if err := os.WriteFile(keyFile, pair.Key, 0o600); err != nil {
		return err
	}
	return os.WriteFile(certFile, pair.Cert, 0o644)
}
