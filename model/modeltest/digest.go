package modeltest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"jettison/model/layers"
)

const digestPrefix = "sha256:"

// digest is the next digest of the world: a hash of its seed and of how many
// were drawn before.
func (w *World) digest() string {
	return digestPrefix + w.hexID()
}

// hexID is the next ID without an algorithm, as containers have it.
func (w *World) hexID() string {
	var input [16]byte
	binary.LittleEndian.PutUint64(input[:8], w.seed)
	binary.LittleEndian.PutUint64(input[8:], w.drawn)
	w.drawn++
	sum := sha256.Sum256(input[:])
	return hex.EncodeToString(sum[:])
}

// ChainID is the identity of a layer with the given diff ID on top of another
// chain, empty for a base layer. OCI image-spec, config.md, "Layer ChainID":
// ChainID(L0|…|Ln) = digest(ChainID(L0|…|Ln-1) + " " + DiffID(Ln)).
func ChainID(below layers.ChainID, diffID string) layers.ChainID {
	if below == "" {
		return layers.ChainID(diffID)
	}
	input := make([]byte, 0, 2*len(diffID)+1)
	input = append(input, below...)
	input = append(input, ' ')
	input = append(input, diffID...)
	sum := sha256.Sum256(input)
	text := make([]byte, len(digestPrefix)+hex.EncodedLen(len(sum)))
	copy(text, digestPrefix)
	hex.Encode(text[len(digestPrefix):], sum[:])
	return layers.ChainID(text)
}
