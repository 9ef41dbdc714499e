// The dashboard's metrics scraper.
import { defineComponent } from '../programs/component';

export default defineComponent({
  name: 'dashboard-metrics-scraper',
  repository: 'docker.io/kubernetesui/metrics-scraper',
  path: '/metrics-sidecar',
  sizeBytes: 19_746_404,
  memoryBytes: 12_000_000,
  page: { port: 8000, type: 'text/plain', body: 'URL: /' },
});
