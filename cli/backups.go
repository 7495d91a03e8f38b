package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"jettison/cleanup"
	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/store/archive"
)

const (
	aboutBackups = "List the backups that removals made, the newest first. They are in the folder backups of jettison's folder in XDG_STATE_HOME, " +
		"or in backup_folder of the configuration. 'jettison restore' loads from them; without jettison: zstd -dc FILE | docker load.\n\n" +
		"Nothing deletes them but 'jettison backups rm'."

	examplesBackups = `jettison backups
# what came back is not needed any more
jettison backups rm 20261101-120000-3f2a91`
)

func newBackups(s *invocation, f *flags) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:     "backups",
		Short:   "List the backups, or delete one",
		Long:    aboutBackups,
		Example: examplesBackups,
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			all, _, err := s.allBackups(command, f)
			if err != nil {
				return err
			}
			list := output.Backups{All: all, Now: s.now()}
			if asJSON {
				return list.WriteJSON(s.out)
			}
			return list.WriteText(s.out)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the manifests, a JSON array")
	command.AddCommand(newBackupsRm(s, f))
	return command
}

func newBackupsRm(s *invocation, f *flags) *cobra.Command {
	yes := false
	command := &cobra.Command{
		Use:   "rm NAME...",
		Short: "Delete backups",
		Long:  "Delete backups. What they alone have can't be had again.",
		RunE: func(command *cobra.Command, args []string) error {
			all, b, err := s.allBackups(command, f)
			if err != nil {
				return err
			}
			if err := f.writable(); err != nil {
				return err
			}
			if len(args) == 0 {
				return &UsageError{"backups rm needs the name of a backup.", "'jettison backups' lists them."}
			}
			var chosen []*archive.Manifest
			for _, name := range args {
				at := slices.IndexFunc(all, func(m *archive.Manifest) bool { return m.Name == name })
				if at >= 0 {
					chosen = append(chosen, all[at])
				} else if broken, err := archive.Read(b.Folder, name); err == nil {
					chosen = append(chosen, broken) // archives that are gone or truncated
				} else {
					return noBackup(name, all)
				}
			}
			if !yes {
				if !s.asks {
					return &RefusedError{"Nobody can be asked: this is no terminal.", "Add --yes to delete without asking."}
				}
				if err := confirm(command.Context(), s, lossWords(chosen, all)+"Delete?", "Nothing was deleted."); err != nil {
					return err
				}
			}
			for _, m := range chosen {
				if err := archive.Remove(b.Folder, m); err != nil {
					return err
				}
				s.note("deleted the backup %s: %s, %s", m.Name, output.Saved(m), words.Size(m.Size))
			}
			return nil
		},
		ValidArgsFunction: func(command *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			all, _, err := s.allBackups(command, f)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return backupNames(all), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		},
	}
	command.Flags().BoolVarP(&yes, "yes", "y", false, "delete without asking")
	return command
}

// lossWords describes what would be lost because only the chosen backups hold it.
func lossWords(chosen, all []*archive.Manifest) string {
	lost := map[model.ImageID]bool{}
	for _, m := range chosen {
		for i := range m.Images {
			image := &m.Images[i]
			kept := func(other *archive.Manifest) bool { return !slices.Contains(chosen, other) && other.Covers(image) }
			if !slices.ContainsFunc(all, kept) {
				lost[image.ID] = true
			}
		}
	}
	var text string
	volumes := 0
	for _, m := range chosen {
		volumes += len(m.Volumes)
	}
	if volumes > 0 {
		text = words.Plural(volumes, "volume") + " can't be brought back without: each backup has a volume as it was then. "
	}
	switch {
	case len(lost) > 0:
		return text + "It is not looked up whether an engine still has " + words.Plural(len(lost), "image") + " that no other backup has. "
	case volumes == 0:
		return "Other backups have all of their images too. "
	}
	return text
}

// allBackups lists the backups in the folder set by the flags or the configuration.
func (s *invocation) allBackups(command *cobra.Command, f *flags) ([]*archive.Manifest, cleanup.Backups, error) {
	if err := f.prepare(command, s); err != nil {
		return nil, cleanup.Backups{}, err
	}
	if f.demo {
		return nil, cleanup.Backups{}, &UsageError{"The demo keeps no backups.", "Leave --demo out."}
	}
	b := backupsOf(f, s.env, s.now)
	all, err := b.List(func(err error) { s.note("passed over a backup: %s", model.Clean(err.Error())) })
	return all, b, err
}

func backupNames(all []*archive.Manifest) []string {
	names := make([]string, 0, len(all))
	for _, m := range all {
		names = append(names, m.Name)
	}
	return names
}

// noBackup reports an unknown backup and suggests the nearest name.
func noBackup(name string, all []*archive.Manifest) error {
	what := "There is no backup " + model.Clean(name) + "."
	if near := query.Nearest(name, backupNames(all)); near != "" {
		return &UsageError{what, "Did you mean " + model.Clean(near) + "?"}
	}
	return &UsageError{what, "'jettison backups' lists them."}
}
