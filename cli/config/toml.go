package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// span is a range of bytes in the document.
type span struct{ start, end int }

// kind is the type of a TOML value.
type kind uint8

const (
	kindOther kind = iota
	kindText
	kindNumber
	kindTruth
	kindList
	kindTable
)

// words returns the kind as messages name it.
func (k kind) words() string {
	switch k {
	case kindText:
		return "a text in quotes"
	case kindNumber:
		return "a whole number"
	case kindTruth:
		return "true or false"
	case kindList:
		return "a list"
	case kindTable:
		return "a table"
	case kindOther:
	}
	return "a value of another type"
}

// node is a value.
type node struct {
	kind    kind
	text    string // without its quotes
	at      span
	members []node // elements of a list
}

// entry is a key and its value, or the heading of a table.
type entry struct {
	path  []string
	keys  []span // one for each part of the path on this line
	value node
}

// at returns the span of the last part of the key.
func (e *entry) at() span { return e.keys[len(e.keys)-1] }

// entries reads a document into one entry for each value and each table. The library first
// checks the whole document, including for duplicate keys. Only its unstable parser tells the
// positions of values.
func (d *document) entries() ([]entry, bool) {
	source := []byte(d.source)
	if err := toml.Unmarshal(source, &map[string]any{}); err != nil {
		d.reportSyntax(err)
		return nil, false
	}
	var found []entry
	var table []string
	var tableKeys []span
	parser := unstable.Parser{}
	parser.Reset(source)
	for parser.NextExpression() {
		expression := parser.Expression()
		path, keys := keyOf(expression.Key())
		switch expression.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, tableKeys = path, keys
			value := node{kind: kindTable, at: keys[len(keys)-1]}
			if expression.Kind == unstable.ArrayTable {
				value.kind = kindList
			}
			found = append(found, entry{path, keys, value})
		default:
			found = appendEntry(found, append(slices.Clone(table), path...), append(slices.Clone(tableKeys), keys...), expression.Value())
		}
	}
	if err := parser.Error(); err != nil {
		d.reportSyntax(err)
		return nil, false
	}
	return found, true
}

// appendEntry appends a value, flattening inline tables.
func appendEntry(found []entry, path []string, keys []span, value *unstable.Node) []entry {
	if value.Kind != unstable.InlineTable {
		return append(found, entry{path, keys, nodeOf(value, keys[len(keys)-1])})
	}
	found = append(found, entry{path, keys, node{kind: kindTable, at: keys[len(keys)-1]}})
	for children := value.Children(); children.Next(); {
		child := children.Node()
		if child.Kind != unstable.KeyValue {
			continue
		}
		below, at := keyOf(child.Key())
		found = appendEntry(found, append(slices.Clone(path), below...), append(slices.Clone(keys), at...), child.Value())
	}
	return found
}

func keyOf(parts unstable.Iterator) (path []string, keys []span) {
	for parts.Next() {
		path = append(path, string(parts.Node().Data))
		keys = append(keys, spanOf(parts.Node()))
	}
	return path, keys
}

func spanOf(n *unstable.Node) span {
	return span{int(n.Raw.Offset), int(n.Raw.Offset + n.Raw.Length)}
}

// nodeOf converts a value. If the parser gives it no position, it gets that of its key.
func nodeOf(n *unstable.Node, key span) node {
	value := node{at: spanOf(n), text: string(n.Data)}
	if n.Raw.Length == 0 {
		value.at = key
	}
	switch n.Kind {
	case unstable.String:
		value.kind = kindText
	case unstable.Integer:
		value.kind = kindNumber
	case unstable.Bool:
		value.kind = kindTruth
	case unstable.Array:
		value.kind = kindList
		for members := n.Children(); members.Next(); {
			if member := members.Node(); member.Kind != unstable.Comment {
				value.members = append(value.members, nodeOf(member, key))
			}
		}
	case unstable.InlineTable:
		value.kind = kindTable
	default:
	}
	return value
}

// reportSyntax records the syntax errors that the library finds.
func (d *document) reportSyntax(err error) {
	text := strings.TrimPrefix(err.Error(), "toml: ")
	at := span{}
	if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := wrong.Position()
		at.start = d.offset(line, column)
		at.end = at.start + 1
	}
	d.report(at, "this is no TOML: %s", text)
}

// offset converts a line and a column in bytes, both from 1, to a byte offset.
func (d *document) offset(line, column int) int {
	start := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(d.source[start:], '\n')
		if next < 0 {
			return len(d.source)
		}
		start += next + 1
	}
	return min(len(d.source), start+max(0, column-1))
}

// inner returns the span of a string without its quotes. ok is false if the string has escapes
// or several lines, because its columns then differ from those of the document.
func (d *document) inner(n node) (at span, ok bool) {
	raw := d.source[n.at.start:n.at.end]
	if len(raw) < 2 || raw[1:len(raw)-1] != n.text || strings.Contains(raw, "\n") {
		return n.at, false
	}
	return span{n.at.start + 1, n.at.end - 1}, true
}
