package query_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/query"
)

// pinned protects all rows of an image.
func pinned(inv *model.Inventory, id model.ImageID) model.Pins {
	pins := model.Pins{}
	for _, row := range inv.Rows() {
		if row.Image.ID == id {
			pins[row.Key()] = model.Pin{Query: "id:ba5e"}
		}
	}
	return pins
}

func everyRow() []string {
	return []string{dangling, api110, api19, apiLatest, classic, tools, nginx125, nginxLatest, redis}
}

func except(names ...string) []string {
	return slices.DeleteFunc(everyRow(), func(name string) bool { return slices.Contains(names, name) })
}

func TestMatch(t *testing.T) {
	env := query.Env{
		Now: now(), Inventory: world().WithPins(pinned(world(), imageID("ba5e"))),
		Marked: func(key model.Key) bool { return key.Ref == api110 },
	}
	for _, group := range allCases() {
		for text, want := range group {
			t.Run(text, func(t *testing.T) {
				got := matched(parse(t, text), env)
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s matches\n%q, want\n%q", text, got, want)
				}
			})
		}
	}
}

func allCases() []map[string][]string {
	return []map[string][]string{
		textCases(), numberCases(), timeCases(), stateCases(), relationCases(), rankCases(), logicCases(),
	}
}

// Every field and every state has a case of its own that matches some rows and
// not others.
func TestEveryFieldAndStateHasACase(t *testing.T) {
	t.Parallel()
	decides := map[string]bool{}
	for _, group := range allCases() {
		for text, want := range group {
			if terms := parse(t, text).Terms(); len(terms) == 1 && len(want) > 0 && len(want) < len(everyRow()) {
				decides[terms[0]] = true
			}
		}
	}
	for _, name := range slices.Concat(query.FieldNames(model.KindImage), query.StateNames(model.KindImage)) {
		if !decides[name] {
			t.Errorf("no case of TestMatch is about %s alone", name)
		}
	}
}

func textCases() map[string][]string {
	return map[string][]string{
		"platform:linux/amd64":     {api110, api19, apiLatest},
		"platform:linux/arm64":     {api19},
		"platform=linux/arm64/v8":  {api19},
		"platform:linux/s390x":     nil, // it is not there
		"-platform:linux/arm64":    {api110, apiLatest},
		"platform!=linux/amd64":    nil,
		"-platform~arm platform:*": {api110, apiLatest},
		"":                         everyRow(),
		"  ":                       everyRow(),
		"api":                      {api110, api19, apiLatest},
		"API":                      {api110, api19, apiLatest},
		"acme/api:1.9":             {api19},
		"latest":                   {apiLatest, nginxLatest},
		":Latest":                  {apiLatest, nginxLatest},
		`"latest"`:                 {apiLatest, nginxLatest},
		"redis":                    {redis},
		"none":                     nil,
		"<none>":                   {dangling, redis},
		"da46":                     {dangling},
		"DA46":                     {dangling},
		"sha256:a200":              {api110, apiLatest},
		"da4":                      nil, // three digits are no ID

		"repo:acme/*":              {api110, api19, apiLatest},
		"repo:acme":                nil,
		"repo:nginx":               {nginx125, nginxLatest},
		"repo:docker.io/library/*": {nginx125, nginxLatest, redis},
		"repo:docker.io/*":         {api110, api19, apiLatest, nginx125, nginxLatest, redis},
		"repo:docker.io/acme/api":  {api110, api19, apiLatest},
		"repo=docker.io/nginx":     {nginx125, nginxLatest},
		"ref:docker.io/nginx:*":    {nginx125, nginxLatest},
		"ref:docker.io/*":          {api110, api19, apiLatest, nginx125, nginxLatest, redis},
		"digest:docker.io/*":       {nginx125, nginxLatest, redis},
		"id:DA46":                  {dangling},
		"repo:*/*/*":               {classic},
		"repo:redis":               {redis},
		"repo:<none>":              {dangling},
		"repo=nginx":               {nginx125, nginxLatest},
		"repo!=nginx":              except(nginx125, nginxLatest),
		"repo~^(acme|ghcr)":        {api110, api19, apiLatest, classic},
		"tag:1.*":                  {api110, api19, nginx125},
		"tag:1.[0-5]*":             {api110, nginx125},
		"tag:?????":                {api19},
		"tag:latest":               {nginxLatest},
		"tag:[Ll]atest":            {apiLatest, nginxLatest},
		"tag:*":                    except(dangling, redis),
		"tag:<none>":               {dangling, redis},
		"tag~.":                    except(dangling, redis),
		"tag~^(dev|test|staging)":  {classic},
		"(tag~^(dev|test))":        {classic},
		"tag!=latest":              except(nginxLatest),
		"ref:nginx:1.25":           {nginx125},
		"ref:*api:1*":              {api110, api19},
		"ref:redis@sha256:2*":      {redis},
		"registry:ghcr.io":         {classic},
		"registry:localhost:*":     {tools},
		"registry:docker.io":       {api110, api19, apiLatest, nginx125, nginxLatest, redis},
		"id:da":                    {dangling},
		"digest:sha256:1*":         {nginx125, nginxLatest},
		"digest:docker.io/redis@*": {redis},
		"digest~2$":                {redis},
		"digest:sha256:1":          nil,
		"-digest:*":                except(nginx125, nginxLatest, redis),
		"id:sha256:da46":           {dangling},
		"id:?19*":                  {redis},
		"id~^da":                   {dangling},
		"id=da46":                  nil,

		"label:keep":                    {api110, apiLatest},
		"label:environment":             {api110, api19, apiLatest},
		"label:environment=development": {api110, apiLatest},
		"label:environment=dev*":        {api110, apiLatest},
		"label:env*=prod*":              {api19},
		"label:keep=":                   {api110, apiLatest},
		"label:keep=yes":                nil,
		`label:note="two words"`:        {api19},
		`label:"note=two words"`:        {api19},
		"label=environment=production":  {api19},
		"label!=keep":                   except(api110, apiLatest),
		"label~^environment=(dev|prod)": {api110, api19, apiLatest},
		"label:none":                    nil,
	}
}

func numberCases() map[string][]string {
	return map[string][]string{
		"size>1GB":      {api110, api19, apiLatest},
		"size > 1GB":    {api110, api19, apiLatest},
		"Size>1gb":      {api110, api19, apiLatest},
		"size>1.2GB":    {api110, apiLatest},
		"size>=1.2GB":   {api110, api19, apiLatest},
		"size<5MB":      {tools},
		"size<=5MB":     {tools, classic},
		"size=1GB":      nil, // shown as 1.0 GB
		"size=1.2GB":    {api19},
		"size=1194MiB":  nil,
		"size=1144MiB":  {api19},
		"size=1.3GB":    {api110, apiLatest},
		"size=1.30GB":   {api110, apiLatest},
		"size=1.29GB":   nil,
		"size!=1.3GB":   except(api110, apiLatest),
		"size>620MiB":   {api110, api19, apiLatest},
		"size>610MiB":   {api110, api19, apiLatest, dangling},
		"size=30000000": {redis},

		"exclusive>=1.1GB": {api110, api19, apiLatest},
		"exclusive<1MB":    {nginx125, nginxLatest, dangling},
		// Of the classic builds only bounds are known: 0 to 5 MB and 0 to 3 MB.
		"exclusive<4MB":    {nginx125, nginxLatest, dangling, tools},
		"-exclusive>4MB":   {nginx125, nginxLatest, dangling, tools},
		"exclusive>=0":     everyRow(),
		"shared>0":         {nginx125, nginxLatest, api110, api19, apiLatest, dangling},
		"shared=0":         {redis},
		"shared<10MB":      {redis, classic, tools},
		"exclusive!=100TB": everyRow(),
		"layers>2":         {api110, api19, apiLatest},
		"layers=4":         {api19},
		"layers<3":         {nginx125, nginxLatest, dangling, redis},
		"-layers<3":        {api110, api19, apiLatest},
		"layers>=0":        everyRow(),
		"platforms>1":      {api19},
		"platforms<=1":     {api110, apiLatest},
		"platforms>=0":     everyRow(),
	}
}

func timeCases() map[string][]string {
	return map[string][]string{
		"age>30d":             {nginx125, nginxLatest, api19},
		"age>90d":             {nginx125, nginxLatest},
		"age>=90d":            {nginx125, nginxLatest, api19},
		"age<1d":              {tools},
		"age<=1d":             {tools, dangling},
		"age=2d":              {classic},
		"age=5m":              {tools},
		"age!=2d":             except(classic, redis),
		"age>2w6d":            {nginx125, nginxLatest, api19},
		"age>1y":              {nginx125, nginxLatest},
		"age<1mo":             {api110, apiLatest, classic, tools, dangling},
		"-age>30d":            {api110, apiLatest, classic, tools, dangling}, // redis is undated
		"created<2026":        {nginx125, nginxLatest, api19},
		"created=2026-02":     {api110, apiLatest},
		"created>2026-02":     {classic, tools, dangling},
		"created>=2026-03-09": {tools, dangling},
		"created>2026-03-09":  {tools},
		"created<=2026-03-08": {nginx125, nginxLatest, api19, api110, apiLatest, classic},
		"created!=2026-02":    except(api110, apiLatest, redis),
		"created>1w":          {nginx125, nginxLatest, api19, api110, apiLatest},
		"tagged>2w":           {nginx125, nginxLatest, api19, api110, apiLatest},
		"tagged<2w":           nil,
		"tagged<2026-01-31":   {nginx125, nginxLatest, api19},
		"used<1h":             {api110, apiLatest},
		"used>50d":            {api19},
		"used>2026-03-01":     {api110, apiLatest, dangling}, // it ended after it was created, 20 hours ago
		"used<1d":             {api110, apiLatest, dangling},
		"used>10h":            {api19},

		"created>2026-03-10T11:54":       {tools},
		"created>2026-03-10T11:55":       nil,
		"created=2026-03-10T10:55Z":      {tools},
		"created=2026-03-10t10:55:00z":   {tools},
		"created=2026-03-10T12:55+02:00": {tools},
	}
}

func stateCases() map[string][]string {
	return map[string][]string{
		"dangling":     {dangling, redis},
		"Dangling":     {dangling, redis},
		`"dangling"`:   nil,
		"unused":       {nginx125, nginxLatest, classic, tools, redis},
		"used":         {api110, apiLatest, api19, dangling},
		"running":      {api110, apiLatest},
		"stopped":      {api19, dangling},
		"marked":       {api110},
		"pinned":       {nginx125, nginxLatest},
		"pullable":     {nginx125, nginxLatest, redis},
		"local":        except(nginx125, nginxLatest, redis),
		"leaf":         nil, // the classic build's layers are not known
		"-leaf":        {nginx125, nginxLatest, tools},
		"unused -leaf": {nginx125, nginxLatest, tools},
	}
}

func relationCases() map[string][]string {
	return map[string][]string{
		"ancestor:nginx:1.25":                   {api110, api19, apiLatest},
		"ancestor:docker.io/library/nginx:1.25": {api110, api19, apiLatest},
		"ancestor:nginx":                        {api110, api19, apiLatest},
		"ancestor:nginx:*":                      {api110, api19, apiLatest},
		"ancestor:ba5e":                         {api110, api19, apiLatest},
		"ancestor:" + string(imageID("ba5e")):   {api110, api19, apiLatest},
		"ancestor:localhost:5000/tools:v2":      {classic},
		"-ancestor:nginx":                       except(api110, api19, apiLatest, classic, tools),
		"ancestor:acme/api:1.9.0":               nil,
		"ancestor:nosuch":                       nil,
		"-ancestor:nosuch":                      nil,
		"base-of:acme/api":                      {nginx125, nginxLatest},
		"base-of:acme/api:1.9.0":                {nginx125, nginxLatest},
		"base-of:a100":                          {nginx125, nginxLatest},
		"base-of:ghcr.io/team/classic:dev":      {tools},
		"base-of:nginx":                         nil,
	}
}

func rankCases() map[string][]string {
	return map[string][]string{
		// The two tags of one image share a place.
		"rank=1 repo:acme/*":   {api110, apiLatest},
		"rank>1":               {api19},
		"rank>=1 repo:acme/*":  {api110, apiLatest, api19},
		"rank>0":               except(dangling),
		"vrank=1 repo:acme/*":  {api110},
		"vrank>1":              {api19},
		"vrank<=1":             {api110, nginx125, tools},
		"-vrank>1 repo:acme/*": {api110}, // "Latest" is no version
		"rank>1 tag:1.9*":      {api19},  // ranked before anything else is asked
	}
}

func logicCases() map[string][]string {
	return map[string][]string{
		"api used":                         {api110, apiLatest, api19},
		"api and used":                     {api110, apiLatest, api19},
		"api running or classic":           {api110, apiLatest, classic},
		"api (running or tag:1.9*)":        {api110, apiLatest, api19},
		"api -running":                     {api19},
		"api !running":                     {api19},
		"api not running":                  {api19},
		"NOT used OR tag:1.9*":             {nginx125, nginxLatest, classic, tools, redis, api19},
		"not (api or nginx)":               except(api110, api19, apiLatest, nginx125, nginxLatest),
		"not(api or nginx)":                except(api110, api19, apiLatest, nginx125, nginxLatest),
		"--api":                            {api110, api19, apiLatest},
		`"or"`:                             nil,
		"unused age>30d":                   {nginx125, nginxLatest},
		"unused or age>30d":                {nginx125, nginxLatest, classic, tools, redis, api19},
		"exclusive>4MB or tag:dev":         {api110, api19, apiLatest, classic, redis},
		"-(exclusive>4MB tag:dev) classic": nil,
	}
}

// The bar is 20 ms for five terms over 100,000 references.
func BenchmarkMatch(b *testing.B) {
	env := many(100_000)
	rows := env.Inventory.Rows()
	for _, bm := range []struct{ name, text string }{
		{"Word", "service99"},
		{"WordMissing", "Nowhere"},
		{"FiveTerms", "unused age>30d size>100MB repo:team1* label:service=team*"},
		{"FiveTermsRegexp", "unused age>30d size>10MB repo:*a* tag~^(dev|test|staging|1)"},
		{"FiveTermsRank", "rank>3 unused exclusive>=10MB ancestor:base/os1:stable local"},
		{"FiveTermsOr", "(team3 or team4) -used tagged>2w (size>200MB or dangling)"},
		{"Regexp", `tag~^1\.\d+$`},
		{"GlobSet", "tag:1.[0-9]?*"},
		{"Ancestor", "ancestor:base/os1:stable"},
		{"Rank", "rank>3"},
		{"VersionRank", "vrank>3"},
	} {
		matcher := parse(b, bm.text).Compile(env)
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			matches := 0
			for b.Loop() {
				matches = countMatches(matcher, rows)
			}
			b.ReportMetric(float64(matches), "matches")
		})
	}
}

func countMatches(matcher query.Matcher, rows []model.Row) int {
	matches := 0
	for i := range rows {
		if matcher.Match(&rows[i]) {
			matches++
		}
	}
	return matches
}

func TestZero(t *testing.T) {
	row := world().Rows()[0]
	if !(query.Matcher{}).Match(&row) || !new(query.Query).Compile(query.Env{}).Match(&row) {
		t.Error("the zero Matcher and Query match every row")
	}
	if parse(t, "unused rank>3 ancestor:x base-of:y leaf").Compile(query.Env{}).Match(&row) {
		t.Error("nothing is certain without an inventory")
	}
}
