package wire

// HelperLabel is the label of the containers and the images that jettison makes to reach what is in
// volumes. Its value is the host that they were made from. They are shown nowhere.
const HelperLabel = "io.jettison.helper"

// IsHelper reports whether labels are those of such a container or image.
func IsHelper(labels map[string]string) bool {
	_, is := labels[HelperLabel]
	return is
}
