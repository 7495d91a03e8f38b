package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

const (
	// sealBegin, eight digits and sealEnd end each line: what is before has this sum.
	sealBegin, sealEnd = `,"sum":"`, `"}`
	sealSize           = len(sealBegin) + 8 + len(sealEnd)
)

// seal is a line for the file, without its end. Its sum tells later whether the disk
// still has what was written: an ID of which a bit flipped would be one, too.
func seal(line *JournalLine) ([]byte, error) {
	text, err := json.Marshal(line) // escapes what could be taken for the end of a line
	if err != nil {
		return nil, err
	}
	text = text[:len(text)-1] // its bracket
	return fmt.Appendf(text, "%s%08x%s", sealBegin, sumOf(text), sealEnd), nil
}

// sealed reports whether a line is as it was written.
func sealed(text []byte) bool {
	if len(text) < sealSize {
		return false
	}
	line := text[:len(text)-sealSize]
	return bytes.Equal(text[len(line):], fmt.Appendf(nil, "%s%08x%s", sealBegin, sumOf(line), sealEnd))
}

func sumOf(text []byte) uint32 { return crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)) }
