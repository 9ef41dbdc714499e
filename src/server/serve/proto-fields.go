// Writes generated/proto-fields.json: numbers, names and kinds of the fields of Kubernetes' types
// as protobuf carries them. Run it inside a Go module that requires k8s.io/client-go v0.36.3:
//
//	go run proto-fields.go > generated/proto-fields.json
//
// A field is "name kind". The kind: s string, b bool, i integer, d double, y bytes, or the index of
// a message; before it [] for lists and {} for maps; before all ? when a zero value is left out.
// A field without name lies in the surrounding object.
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"k8s.io/client-go/kubernetes/scheme"
)

// Messages that JSON writes as something else than an object.
var special = map[string]bool{
	"Time": true, "MicroTime": true, "IntOrString": true, "Quantity": true, "RawExtension": true,
	"Duration": true, "FieldsV1": true, "ExtraValue": true, "Verbs": true,
}

type table struct {
	Kinds    map[string]int      `json:"kinds"`
	Messages []map[string]string `json:"messages"`
	Special  map[string]string   `json:"special"`
	indexes  map[reflect.Type]int
}

func (t *table) index(of reflect.Type) string {
	if at, ok := t.indexes[of]; ok {
		return strconv.Itoa(at)
	}
	at := len(t.Messages)
	t.indexes[of] = at
	t.Messages = append(t.Messages, nil)
	fields := map[string]string{}
	if special[of.Name()] {
		t.Special[strconv.Itoa(at)] = of.Name()
	} else if of.Kind() == reflect.Struct {
		t.fields(of, fields)
	}
	t.Messages[at] = fields
	return strconv.Itoa(at)
}

func (t *table) fields(of reflect.Type, into map[string]string) {
	for i := 0; i < of.NumField(); i++ {
		field := of.Field(i)
		proto := strings.Split(field.Tag.Get("protobuf"), ",")
		if len(proto) < 2 {
			continue
		}
		names := strings.Split(field.Tag.Get("json"), ",")
		options := strings.Join(names[1:], ",")
		kind := t.kind(field.Type)
		isPlain := field.Type.Kind() != reflect.Ptr && field.Type.Kind() != reflect.Struct
		if isPlain && (strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")) {
			kind = "?" + kind
		}
		into[proto[1]] = names[0] + " " + kind
	}
}

func (t *table) kind(of reflect.Type) string {
	if special[of.Name()] {
		return t.index(of)
	}
	switch of.Kind() {
	case reflect.Ptr:
		return t.kind(of.Elem())
	case reflect.String:
		return "s"
	case reflect.Bool:
		return "b"
	case reflect.Float64, reflect.Float32:
		return "d"
	case reflect.Slice:
		if of.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		return "[]" + t.kind(of.Elem())
	case reflect.Map:
		return "{}" + t.kind(of.Elem())
	case reflect.Struct:
		return t.index(of)
	default:
		return "i"
	}
}

func main() {
	t := &table{Kinds: map[string]int{}, Special: map[string]string{}, indexes: map[reflect.Type]int{}}
	known := scheme.Scheme.AllKnownTypes()
	names := []string{}
	types := map[string]reflect.Type{}
	for kind, of := range known {
		name := kind.GroupVersion().String() + " " + kind.Kind
		names = append(names, name)
		types[name] = of
	}
	sort.Strings(names)
	for _, name := range names {
		at, _ := strconv.Atoi(t.index(types[name]))
		t.Kinds[name] = at
	}
	json.NewEncoder(os.Stdout).Encode(t)
}
