import { expect, test } from 'vitest';
import type { PodSpec } from '../../generated/types';
import { podDefaults } from '../../pod-template/pod-defaults';
import { goDiff } from './go-diff';
import { internalPodSpec } from './internal-form';

const spec = podDefaults({
  containers: [{ name: 'p', image: 'nginx:1.25' }],
  volumes: [
    {
      name: 'kube-api-access-47bgh',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'x' } }] } },
        ],
      },
    },
  ],
});

test('a changed environment shows where Go prints it', () => {
  const [first] = spec.containers;
  const after: PodSpec = {
    ...spec,
    containers: [{ ...first, name: 'p', env: [{ name: 'A', value: '1' }] }],
  };
  expect(goDiff(internalPodSpec(spec), internalPodSpec(after))).toBe(`@@ -98,7 +98,13 @@
    "WorkingDir": "",
    "Ports": null,
    "EnvFrom": null,
-   "Env": null,
+   "Env": [
+    {
+     "Name": "A",
+     "Value": "1",
+     "ValueFrom": null
+    }
+   ],
    "Resources": {
     "Limits": null,
     "Requests": null,
`);
});
