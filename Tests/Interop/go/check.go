// Command check is a second implementation of the proof check, on Go's own log packages.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check.go KEY PROOF LEAF
//
// KEY is a verifier key (name+id+base64) or a file with one; PROOF is a C2SP tlog-proof file; LEAF
// is a file with the leaf's bytes. It prints what it accepted and exits with 0, or says why not and
// exits with 1. On Debian the packages are golang-golang-x-mod-dev.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: check KEY PROOF LEAF")
		os.Exit(2)
	}
	said, err := check(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted:", said)
}

func check(keyArgument, proofPath, leafPath string) (string, error) {
	key := keyArgument
	if content, err := os.ReadFile(keyArgument); err == nil {
		key = strings.TrimSpace(string(content))
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(proofPath)
	if err != nil {
		return "", err
	}
	leaf, err := os.ReadFile(leafPath)
	if err != nil {
		return "", err
	}
	index, proof, signed, err := parseProof(text)
	if err != nil {
		return "", err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	size, root, err := parseCheckpoint(opened.Text, verifier.Name())
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(leaf)); err != nil {
		return "", err
	}
	return fmt.Sprintf("leaf %d of %d in %s", index, size, verifier.Name()), nil
}

// parseProof reads header, optional extra line, index, hashes, and gives the rest as the note.
func parseProof(text []byte) (int64, tlog.RecordProof, []byte, error) {
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return 0, nil, nil, errors.New("no checkpoint in proof")
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, nil, nil, errors.New("not a tlog-proof of version 1")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return 0, nil, nil, errors.New("no index in proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil || index < 0 {
		return 0, nil, nil, errors.New("malformed index")
	}
	proof := tlog.RecordProof{}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 0, nil, nil, err
		}
		proof = append(proof, hash)
	}
	return index, proof, signed, nil
}

// parseCheckpoint reads origin, size and root; the origin must be the key's name.
func parseCheckpoint(text, name string) (int64, tlog.Hash, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != name {
		return 0, tlog.Hash{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return 0, tlog.Hash{}, errors.New("malformed tree size")
	}
	root, err := tlog.ParseHash(lines[2])
	return size, root, err
}
