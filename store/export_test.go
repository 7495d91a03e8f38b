package store

// SetRoom bounds the file of l in bytes.
func SetRoom(l *Layers, bytes int) { l.room = bytes }
