// The application of the Kubernetes basics tutorial.
import { program, type Tree } from '../../machine/filesystem/tree';
import { defineImage } from '../../machine/image';
import { slimDebian } from '../bases/debian';
import { listenHttp, stoppable } from '../programs/http-server';

let files: Tree | undefined;

export default defineImage({
  name: 'kubernetes-bootcamp',
  repositories: [
    'gcr.io/google-samples/kubernetes-bootcamp',
    'docker.io/jocatalin/kubernetes-bootcamp',
    'gcr.io/k8s-minikube/kubernetes-bootcamp',
    'docker.io/gcr.io/google-samples/kubernetes-bootcamp',
  ],
  hasTag: (tag) => tag === 'v1' || tag === 'v2' || tag === 'latest',
  sizeBytes: 211_336_459,
  tree: () =>
    (files ??= slimDebian({
      programs: ['curl'],
      files: { '/usr/local/bin/bootcamp': program('bootcamp', 14_000), '/server.js': '' },
    })),
  command: ['/usr/local/bin/bootcamp'],
  services: {
    bootcamp: {
      start(context) {
        context.log(
          `Kubernetes Bootcamp App Started At: ${context.sim.now} | Running On:  ${context.hostname} \n\n`,
        );
        const stop = listenHttp(context.net, { port: 8080, owner: 'node' }, function* () {
          const body = `Hello Kubernetes bootcamp! | Running on: ${context.hostname} | v=1\n`;
          return { status: 200, headers: [['Content-Type', 'text/plain']], body };
        });
        return stoppable(context, { stops: [stop], memoryBytes: 30_000_000 });
      },
    },
  },
});
