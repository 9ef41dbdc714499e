import { describe, expect, it } from 'vitest';
import { Sim } from '../../../base/sim';
import { printYaml } from '../../../base/yaml';
import { debianTree } from '../../../machine/debian';
import { FileSystem } from '../../../machine/filesystem/filesystem';
import { createMachine } from '../../../machine/machine';
import type { Process } from '../../../machine/types';
import { buildKustomization } from './build';

const machine = createMachine({
  sim: new Sim(0),
  hostname: 'box',
  filesystem: FileSystem.from(debianTree({ programs: [], user: { name: 'ann', uid: 1000 } })),
  programs: new Map(),
});

interface Tree {
  readonly [path: string]: string;
}

let count = 0;

/** Builds the folder `over` of a tree of files; nothing in it waits. */
function build(tree: Tree) {
  const root = `/root/t${count++}`;
  for (const [path, text] of Object.entries(tree)) {
    const full = `${root}/${path}`;
    machine.files.mkdirAll(full.slice(0, full.lastIndexOf('/')));
    machine.files.write(full, text);
  }
  let [out, err] = ['', ''];
  const process = {
    files: machine.files,
    *error(text: string) {
      err += text;
    },
  } as unknown as Process;
  try {
    const step = buildKustomization(process, `${root}/over`).next();
    if (step.done) out = step.value.map(printYaml).join('---\n');
  } catch (error) {
    err += `error: ${error instanceof Error ? error.message : ''}\n`;
  }
  return { out, err, root };
}

const kustomization = (text: string, more: Tree = {}) =>
  build({ 'over/kustomization.yaml': text, ...more });

const workload = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: c, image: "a.io:5000/x/db:1@sha256:00"}]
  volumeClaimTemplates: [{metadata: {name: data}}]
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {selector: {app: db}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db}}}]}}]}
`;
const files = { 'over/w.yaml': workload };

describe('generators', () => {
  it('hashes content without the name', () => {
    const text = (name: string) =>
      `configMapGenerator: [{name: ${name}, literals: [a=1, b=two words]}]`;
    expect(kustomization(text('cfg')).out).toContain('name: cfg-t5h2dt7554\n');
    expect(kustomization(text('other')).out).toContain('name: other-t5h2dt7554\n');
  });

  it('hashes the type of a secret', () => {
    const made = kustomization(
      'secretGenerator: [{name: tls, type: kubernetes.io/tls, literals: [tls.crt=a, tls.key=b]}]',
    );
    expect(made.out).toContain('name: tls-m6h7bkm2dg\n');
  });

  it('merges into objects of bases by their first names', () => {
    const made = build({
      'base/kustomization.yaml':
        'namePrefix: p-\nconfigMapGenerator: [{name: cfg, literals: [a=1], options: {labels: {x: z}}}]',
      'over/kustomization.yaml':
        'resources: [../base]\nconfigMapGenerator: [{name: cfg, behavior: merge, literals: [b=2]}]',
    });
    expect(made.out).toMatch(/a: "1"\n {2}b: "2"/);
    expect(made.out).toContain('x: z');
    expect(made.out).toContain('name: p-cfg-7gdc49gk6d');
  });

  it('says what is wrong with a source', () => {
    expect(kustomization('configMapGenerator: [{name: c, files: [a=b=c]}]').err).toBe(
      'error: loading KV pairs: file sources: [a=b=c]: source "a=b=c" key name or file path contains \'=\'\n',
    );
  });
});

describe('the kustomization file', () => {
  it('is read strictly', () => {
    expect(kustomization('images: [{name: a, newTag: 1.27}]').err).toBe(
      'error: invalid Kustomization: json: cannot unmarshal number into Go struct field ' +
        'Image.images.newTag of type string\n',
    );
    expect(kustomization('resources: w.yaml').err).toBe(
      'error: invalid Kustomization: json: cannot unmarshal string into Go struct field ' +
        'Kustomization.resources of type []string\n',
    );
    expect(kustomization('images: [{nam: a}]').err).toBe(
      'error: invalid Kustomization: json: unknown field "nam"\n',
    );
  });

  it('must have the right kind and version', () => {
    const { err, root } = kustomization('kind: Deployment\nnamespace: x');
    expect(err).toContain(`Failed to read kustomization file under ${root}/over:\nkind should be`);
  });

  it('warns before it fails', () => {
    const { err } = kustomization('vars: []\nresources: [none.yaml]');
    expect(err).toMatch(/^# Warning: 'vars' is deprecated.*\[EXPERIMENTAL\] Run.*\nerror: accum/);
  });
});

describe('transformers', () => {
  it('put labels into selectors, templates and claims', () => {
    const made = kustomization(
      'resources: [w.yaml]\nlabels: [{pairs: {e: dev}, includeSelectors: true}]',
      files,
    );
    expect(made.out.match(/e: dev/g)).toHaveLength(7);
    expect(made.out).toMatch(/volumeClaimTemplates:\n {2}- metadata:\n {6}labels:\n {8}e: dev/);
  });

  it('let references follow new names', () => {
    const { out } = kustomization('resources: [w.yaml]\nnamePrefix: a-\nnameSuffix: -z', files);
    expect(out).toContain('serviceName: a-db-z');
    expect(out).toMatch(/service:\n +name: a-db-z/);
    expect(out).toContain('name: data\n');
  });

  it('change images by pattern, keeping registries with ports', () => {
    const text = (image: string) => `resources: [w.yaml]\nimages: [${image}]`;
    const image = (spec: string) => /image: (.*)/.exec(kustomization(text(spec), files).out)?.[1];
    expect(image('{name: "a.io:5000/x/.*", newTag: "2"}')).toBe('a.io:5000/x/db:2');
    expect(image('{name: "a.io:5000/x/db", newName: q}')).toBe('q:1@sha256:00');
    expect(image('{name: "x/db", newTag: "2"}')).toBe('a.io:5000/x/db:1@sha256:00');
  });

  it('sort as told', () => {
    const order =
      'resources: [w.yaml]\nsortOptions: {order: legacy, legacySortOptions: {orderFirst: [Ingress]}}';
    expect(kustomization(order, files).out.match(/^kind: .*/gm)?.[0]).toBe('kind: Ingress');
    expect(kustomization('resources: [w.yaml]\nsortOptions: {order: up}', files).err).toBe(
      "error: the field 'sortOptions.order' must be one of [fifo, legacy]\n",
    );
  });
});

describe('patches', () => {
  it('match namespaces and versions exactly', () => {
    const patch =
      '{apiVersion: v1, kind: Service, metadata: {name: db, namespace: ns}, spec: {type: NodePort}}';
    expect(kustomization(`resources: [w.yaml]\npatches: [{patch: "${patch}"}]`, files).err).toBe(
      'error: no resource matches strategic merge patch "Service.v1.[noGrp]/db.ns": no matches for ' +
        'Id Service.v1.[noGrp]/db.ns; failed to find unique target for patch Service.v1.[noGrp]/db.ns\n',
    );
  });

  it('put their elements before the others', () => {
    const patch =
      '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {template: {spec: ' +
      '{containers: [{name: side, image: s}]}}}}';
    const { out } = kustomization(`resources: [w.yaml]\npatches: [{patch: "${patch}"}]`, files);
    expect(out).toMatch(/- image: s\n +name: side\n +- image: a.io/);
  });

  it('take YAML lists as JSON patches', () => {
    const text =
      'resources: [w.yaml]\npatches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /spec/type, value: NodePort}\n';
    expect(kustomization(text, files).out).toContain('type: NodePort');
  });

  it('may not lie outside of the folder', () => {
    const { err, root } = kustomization('resources: [w.yaml]\npatches: [{path: ../p.yaml}]', {
      ...files,
      'p.yaml': 'x: y',
    });
    expect(err).toContain(
      `failed to get the patch file from path(../p.yaml): security; file '${root}/p.yaml' is not in or below '${root}/over'`,
    );
  });
});

describe('replacements and vars', () => {
  it('copy parts of values', () => {
    const { out } = kustomization(
      `resources: [w.yaml]
replacements:
- source: {kind: Service, name: db, fieldPath: metadata.name}
  targets:
  - select: {kind: StatefulSet}
    fieldPaths: ["spec.template.spec.containers.[name=c].image"]
    options: {delimiter: ":", index: -1}
`,
      files,
    );
    expect(out).toContain('image: db:a.io:5000/x/db:1@sha256:00');
  });

  it('miss what is not there', () => {
    const spec = (field: string) =>
      `resources: [w.yaml]\nreplacements: [{source: {kind: Service, fieldPath: ${field}}, targets: [{select: {kind: Ingress}, fieldPaths: [spec.nope]}]}]`;
    expect(kustomization(spec('spec.nope'), files).err).toBe(
      'error: fieldPath `spec.nope` is missing for replacement source Service.[noVer].[noGrp]/[noName].[noNs]\n',
    );
    expect(kustomization(spec('metadata.name'), files).err).toBe(
      'error: unable to find field "spec.nope" in replacement target\n',
    );
  });

  it('expand variables after names are final', () => {
    const { out } = kustomization(
      'resources: [w.yaml, p.yaml]\nnamePrefix: a-\nvars: [{name: SVC, objref: {apiVersion: v1, kind: Service, name: db}}]',
      {
        ...files,
        'over/p.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, args: ["$(SVC).x", "$(NO)"]}]}',
      },
    );
    expect(out).toContain('- a-db.x\n    - $(NO)');
  });
});

describe('components', () => {
  it('must be components', () => {
    const { err, root } = build({
      'comp/kustomization.yaml': 'namePrefix: x-',
      'over/kustomization.yaml': 'components: [../comp]',
    });
    expect(err).toBe(
      `error: accumulating components: accumulateDirectory: "expected kind 'Component' for path '${root}/comp' but got 'Kustomization'"\n`,
    );
  });
});
