// Command tiles follows a log over HTTP with Go's own log packages, knowing nothing but the key.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tiles.go ADDRESS KEY OLDER
//
// ADDRESS is the log's prefix (http://host/log), KEY its verifier key, OLDER a file with an older
// checkpoint. It reads the newest checkpoint, checks every tile it reads against it, checks that the
// older tree is the beginning of the newer one, and that the first, the last and some leaves in
// between are in it as the entry bundles give them.
package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: tiles ADDRESS KEY OLDER")
		os.Exit(2)
	}
	said, err := follow(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
	fmt.Println("accepted:", said)
}

func follow(address, key, olderPath string) (string, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	signed, err := fetch(address + "/checkpoint")
	if err != nil {
		return "", err
	}
	newer, err := open(signed, verifier)
	if err != nil {
		return "", err
	}
	signed, err = os.ReadFile(olderPath)
	if err != nil {
		return "", err
	}
	older, err := open(signed, verifier)
	if err != nil {
		return "", err
	}
	reader := &tiles{address: address}
	hashes := tlog.TileHashReader(newer, reader)
	proof, err := tlog.ProveTree(newer.N, older.N, hashes)
	if err != nil {
		return "", err
	}
	if err := tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return "", err
	}
	for _, index := range []int64{0, older.N - 1, newer.N / 2, newer.N - 1} {
		leaf, err := leaf(address, index, newer.N)
		if err != nil {
			return "", err
		}
		proof, err := tlog.ProveRecord(newer.N, index, hashes)
		if err != nil {
			return "", err
		}
		hash := tlog.RecordHash(leaf)
		if err := tlog.CheckRecord(proof, newer.N, newer.Hash, index, hash); err != nil {
			return "", fmt.Errorf("leaf %d: %w", index, err)
		}
	}
	return fmt.Sprintf("%d leaves after %d in %s, %d tiles read",
		newer.N, older.N, verifier.Name(), reader.read), nil
}

// open checks a checkpoint's signature and reads size and root; the origin must be the key's name.
func open(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// tiles reads tiles as C2SP tlog-tiles names them: Go's own paths have the height in them.
type tiles struct {
	address string
	read    int
}

func (t *tiles) Height() int { return 8 }

func (t *tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := fetch(t.address + "/" + path)
		if err != nil {
			return nil, err
		}
		t.read++
		all = append(all, bytes)
	}
	return all, nil
}

// leaf takes one leaf out of its bundle: each stands after its length in two bytes.
func leaf(address string, index, size int64) ([]byte, error) {
	tile := tlog.Tile{H: 8, L: 0, N: index / 256, W: int(min(256, size-index/256*256))}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bundle, err := fetch(address + "/" + path)
	if err != nil {
		return nil, err
	}
	for skip := index % 256; ; skip-- {
		if len(bundle) < 2 {
			return nil, errors.New("the bundle ends too soon")
		}
		length := int(bundle[0])<<8 | int(bundle[1])
		if len(bundle) < 2+length {
			return nil, errors.New("a leaf ends too soon")
		}
		if skip == 0 {
			return bundle[2 : 2+length], nil
		}
		bundle = bundle[2+length:]
	}
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func fetch(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}
