// Command cosigned checks a witness's cosignatures and a log's consistency with Go's own log packages,
// and cosigns as a witness that is not ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run cosigned.go check KEY WITNESSKEY CHECKPOINT
//	GO111MODULE=off GOPATH=/usr/share/gocode go run cosigned.go extends KEY PROOF OLDER
//	GO111MODULE=off GOPATH=/usr/share/gocode go run cosigned.go sign NAME SEED SECONDS CHECKPOINT
//
// CHECKPOINT and OLDER are files with checkpoints, PROOF one as /log/consistency gives it, SEED 64
// hexadecimal digits. The format of a cosignature is C2SP tlog-cosignature, cosignature/v1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const cosignatureAlgorithm = 4

func main() {
	said, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
	fmt.Print(said)
}

func run(arguments []string) (string, error) {
	switch {
	case len(arguments) == 4 && arguments[0] == "check":
		return check(arguments[1], arguments[2], arguments[3])
	case len(arguments) == 4 && arguments[0] == "extends":
		return extends(arguments[1], arguments[2], arguments[3])
	case len(arguments) == 5 && arguments[0] == "sign":
		return sign(arguments[1], arguments[2], arguments[3], arguments[4])
	}
	return "", errors.New("usage: cosigned check|extends|sign …")
}

// witness verifies cosignatures; it is a note.Verifier as Go's note package wants it.
type witness struct {
	name string
	key  []byte
	seen uint64
}

func newWitness(text string) (*witness, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != cosignatureAlgorithm {
		return nil, errors.New("not a key of a witness")
	}
	found := &witness{name: parts[0], key: key[1:]}
	if fmt.Sprintf("%08x", found.KeyHash()) != parts[1] {
		return nil, errors.New("the key's id is not that of the rest")
	}
	return found, nil
}

func keyHash(name string, key []byte) uint32 {
	hash := sha256.New()
	hash.Write([]byte(name + "\n"))
	hash.Write([]byte{cosignatureAlgorithm})
	hash.Write(key)
	return binary.BigEndian.Uint32(hash.Sum(nil))
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return keyHash(w.name, w.key) }

func (w *witness) Verify(message, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	if !ed25519.Verify(w.key, cosigned(message, seconds), signature[8:]) {
		return false
	}
	w.seen = seconds
	return true
}

func cosigned(message []byte, seconds uint64) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", seconds)), message...)
}

func check(key, witnessKey, path string) (string, error) {
	log, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	witness, err := newWitness(witnessKey)
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	opened, err := note.Open(signed, note.VerifierList(log, witness))
	if err != nil {
		return "", err
	}
	if len(opened.Sigs) != 2 {
		return "", fmt.Errorf("%d signatures of the two keys", len(opened.Sigs))
	}
	return fmt.Sprintf("%d\n", witness.seen), nil
}

func extends(key, proofPath, olderPath string) (string, error) {
	log, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(olderPath)
	if err != nil {
		return "", err
	}
	older, err := tree(signed, log)
	if err != nil {
		return "", err
	}
	body, err := os.ReadFile(proofPath)
	if err != nil {
		return "", err
	}
	head, checkpoint, found := bytes.Cut(body, []byte("\n\n"))
	if !found {
		return "", errors.New("no checkpoint after the proof")
	}
	newer, err := tree(checkpoint, log)
	if err != nil {
		return "", err
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != fmt.Sprintf("old %d", older.N) {
		return "", errors.New("the proof begins at another size")
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", err
		}
		proof = append(proof, hash)
	}
	if err := tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d after %d\n", newer.N, older.N), nil
}

func tree(signed []byte, log note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(log))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != log.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// sign prints a witness's key, and the checkpoint with its cosignature.
func sign(name, seedText, secondsText, path string) (string, error) {
	seed, err := hex.DecodeString(seedText)
	if err != nil || len(seed) != ed25519.SeedSize {
		return "", errors.New("not a seed")
	}
	seconds, err := strconv.ParseUint(secondsText, 10, 63)
	if err != nil {
		return "", err
	}
	signed, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	text := signed[:bytes.LastIndex(signed, []byte("\n\n"))+1]
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	line := binary.BigEndian.AppendUint32(nil, keyHash(name, public))
	line = binary.BigEndian.AppendUint64(line, seconds)
	line = append(line, ed25519.Sign(private, cosigned(text, seconds))...)
	key := append([]byte{cosignatureAlgorithm}, public...)
	return fmt.Sprintf("%s+%08x+%s\n%s— %s %s\n", name, keyHash(name, public),
		base64.StdEncoding.EncodeToString(key), signed, name,
		base64.StdEncoding.EncodeToString(line)), nil
}
