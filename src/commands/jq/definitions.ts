// Built-ins that are easiest said in jq itself.

export const DEFINITIONS = `
def map(f): [.[] | f];
def map_values(f): .[] |= f;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def finites: select(isinfinite or isnan | not);
def normals: select(isnormal);
def recurse_down: recurse;
def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0);
def paths(node_filter): . as $dot | paths | select(. as $p | $dot | getpath($p) | node_filter);
def leaf_paths: paths(scalars);
def with_entries(f): to_entries | map(f) | from_entries;
def first: .[0];
def last: .[-1];
def last(f): reduce f as $x (null; $x);
def nth($n): .[$n];
def nth($n; f): if $n < 0
  then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
def in(xs): . as $x | xs | has($x);
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def INDEX(stream; idx_expr): reduce stream as $row ({}; .[$row | idx_expr | tostring] |= $row);
def INDEX(idx_expr): INDEX(.[]; idx_expr);
def join($x): reduce .[] as $i (null; (if . == null then "" else . + $x end) + ($i
  | if type == "boolean" or type == "number" then tojson else . // "" end)) // "";
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdate: fromdateiso8601;
def indices($i): if type == "array" and ($i | type) == "array" then .[$i]
  elif type == "array" then .[[$i]]
  elif type == "string" and ($i | type) == "string" then _strindices($i)
  else .[[$i]] end;
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1:][0];
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w
  | [$x] + $w end;
def combinations(n): . as $dot | [range(n)] | map($dot) | combinations;
def walk(f): . as $in | if type == "object" then reduce keys_unsorted[] as $key ({};
  . + {($key): ($in[$key] | walk(f))}) | f
  elif type == "array" then map(walk(f)) | f else f end;
def match(re; mode; test): _match(re; mode; test) | if type == "boolean" then . else .[] end;
def match($val): ($val | type) as $vt | if $vt == "string" then match($val; null)
  elif $vt == "array" and ($val | length) > 1 then match($val[0]; $val[1])
  elif $vt == "array" and ($val | length) > 0 then match($val[0]; null)
  else error($vt + " not a string or array") end;
def match(re; mode): _match(re; mode; false) | .[];
def test(re; mode): _match(re; mode; true);
def test($val): ($val | type) as $vt | if $vt == "string" then test($val; null)
  elif $vt == "array" and ($val | length) > 1 then test($val[0]; $val[1])
  elif $vt == "array" and ($val | length) > 0 then test($val[0]; null)
  else error($vt + " not a string or array") end;
def _capture_object: [.captures | .[] | select(.name != null)
  | {key: .name, value: .string}] | from_entries;
def capture(re; mods): match(re; mods) | _capture_object;
def capture($val): match($val) | _capture_object;
def scan(re): match(re; "g") | if (.captures | length) > 0 then [.captures | .[]
  | .string] else .string end;
def scan(re; $flags): match(re; "g" + $flags) | if (.captures | length) > 0 then [.captures
  | .[] | .string] else .string end;
def split(re; flags): . as $s | [foreach ((match(re; flags + "g")
  | [.offset, .length]), null) as $m ([0, null];
  if $m == null then [.[0], $s[.[0]:]] else [$m[0] + $m[1], $s[.[0]:$m[0]]] end; .[1])];
def splits($re): splits($re; null);
def splits($re; flags): split($re; flags) | .[];
def _sub(re; str; flags): . as $in | (reduce (match(re; flags) | . as $edit | ($edit
  | _capture_object) as $o | [$edit, $o]) as $e
  ([0, []]; $e[0] as $edit
  | [$edit.offset + $edit.length, .[1] + [$in[.[0]:$edit.offset], $e[1]]])) as $r
  | $in[$r[0]:] as $rest
  | reduce ($r[1] | range(0; length; 2)) as $i ([""]; [.[] as $before | ($r[1][$i + 1]
  | str) as $new | $before + $r[1][$i] + $new])
  | .[] + $rest;
def sub(re; str; $flags): _sub(re; str; $flags);
def sub(re; str): _sub(re; str; "");
def gsub(re; str; $flags): _sub(re; str; $flags + "g");
def gsub(re; str): _sub(re; str; "g");
def tostream: _tostream | .[];
def fromstream(f): {x: null, e: false} as $init | foreach f as $i ($init;
  if .e then $init else . end | if $i | length == 2
  then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1])
  else setpath(["e"]; $i[0] | length == 1) end; if .e then .x else empty end);
def truncate_stream(stream): . as $n | null | stream | . as $input | if (.[0]
  | length) > $n then setpath([0]; .[0][$n:]) else empty end;
`;
