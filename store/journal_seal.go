package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

const (
	// sealBegin, eight digits and sealEnd end each line. The digits are the checksum of what
	// precedes them.
	sealBegin, sealEnd = `,"sum":"`, `"}`
	sealSize           = len(sealBegin) + 8 + len(sealEnd)
)

// seal encodes a line for the file, without its end. The checksum detects damage that JSON
// can't, such as a flipped bit in an ID.
func seal(line *JournalLine) ([]byte, error) {
	text, err := json.Marshal(line) // escapes anything that looks like the end of a line
	if err != nil {
		return nil, err
	}
	text = text[:len(text)-1] // without its closing brace
	return fmt.Appendf(text, "%s%08x%s", sealBegin, sumOf(text), sealEnd), nil
}

// sealed reports whether the checksum of a line matches.
func sealed(text []byte) bool {
	if len(text) < sealSize {
		return false
	}
	line := text[:len(text)-sealSize]
	return bytes.Equal(text[len(line):], fmt.Appendf(nil, "%s%08x%s", sealBegin, sumOf(line), sealEnd))
}

func sumOf(text []byte) uint32 { return crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)) }
