package store

// SetRoom bounds the file of l in bytes.
func SetRoom(l *Layers, bytes int) { l.room = bytes }

// PutAwayFrom sets from which size on, in bytes, the journal is put away.
func (j *Journal) PutAwayFrom(size int64) { j.size = size }

// Seal is a line as the journal writes it.
func Seal(line JournalLine) string {
	text, err := seal(&line)
	if err != nil {
		panic(err) // it holds strings and numbers
	}
	return string(text)
}
