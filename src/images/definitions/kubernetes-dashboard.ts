// The Kubernetes dashboard: a small page instead of its application.
import { defineComponent } from '../programs/component';

const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Kubernetes Dashboard</title></head>
<body><h1>Kubernetes Dashboard</h1></body>
</html>
`;

export default defineComponent({
  name: 'kubernetes-dashboard',
  repository: 'docker.io/kubernetesui/dashboard',
  path: '/dashboard',
  sizeBytes: 75_788_960,
  memoryBytes: 22_000_000,
  page: { port: 9090, type: 'text/html; charset=utf-8', body },
});
