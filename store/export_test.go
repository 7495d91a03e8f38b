package store

// SetRoom sets the size limit of the file of l, in bytes.
func SetRoom(l *Layers, bytes int) { l.room = bytes }

// PutAwayFrom sets the size, in bytes, from which the journal is rotated.
func (j *Journal) PutAwayFrom(size int64) { j.size = size }

// ReadMost sets how many bytes of the journal are read, the newest.
func (j *Journal) ReadMost(most int64) { j.most = most }

// Seal returns a line as the journal writes it.
func Seal(line JournalLine) string {
	text, err := seal(&line)
	if err != nil {
		panic(err) // can't fail: only strings and numbers
	}
	return string(text)
}
