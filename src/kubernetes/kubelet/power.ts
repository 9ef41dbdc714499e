// Switching a node off and on: its containers end without anybody being told, and start again in
// new sandboxes when the power is back.
import type { Kubelet } from './kubelet';

/** The node goes off: everything on it ends at once. */
export function powerOff(kubelet: Kubelet): void {
  kubelet.stop();
  for (const worker of kubelet.workers.values()) {
    for (const life of worker.lives.values()) life.kill();
    if (!worker.pod.spec.hostNetwork) worker.net.detach();
  }
  kubelet.hostStack.detach();
}

/** The node comes back: the kubelet finds its pods without sandboxes. */
export function powerOn(kubelet: Kubelet): void {
  kubelet.hostStack.addAddress(kubelet.address);
  kubelet.start();
  for (const worker of kubelet.workers.values()) {
    const { record, pod } = worker;
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') continue;
    if (record.hasSandbox) {
      const message = 'Pod sandbox changed, it will be killed and re-created.';
      kubelet.event(pod, 'Normal', 'SandboxChanged', message);
    }
    record.hasSandbox = false;
    record.ip = '';
    worker.sync();
  }
}
