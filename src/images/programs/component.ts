// Images of Kubernetes's own parts: a program that runs until it is told to stop.
import { formatRfc3339Micro } from '../../base/time';
import { program, tree } from '../../machine/filesystem/tree';
import { defineImage, type ImageDefinition, type ServiceContext } from '../../machine/image';
import { listenHttp, stoppable } from './http-server';

export interface ComponentOptions {
  readonly name: string;
  /** `registry.k8s.io/kube-scheduler`. */
  readonly repository: string;
  /** Path of its binary. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly memoryBytes: number;
  /** Port on which it answers `ok` and the like; none for most, their ports are never asked. */
  readonly page?: { readonly port: number; readonly type: string; readonly body: string };
  /** Written when it starts. */
  readonly firstLines?: (context: ServiceContext) => readonly string[];
}

/** Declares such an image. */
export function defineComponent(options: ComponentOptions): ImageDefinition {
  const { name, path, page } = options;
  const binary = path.slice(path.lastIndexOf('/') + 1);
  const files = tree({ [path]: program(binary, options.sizeBytes) });
  return defineImage({
    name,
    repositories: [options.repository],
    sizeBytes: options.sizeBytes,
    tree: () => files,
    entrypoint: [path],
    services: {
      [binary]: {
        start(context) {
          for (const line of options.firstLines?.(context) ?? []) context.log(line);
          const headers = [['Content-Type', page?.type ?? 'text/plain']] as const;
          const stop =
            page &&
            listenHttp(context.net, { port: page.port, owner: name }, function* () {
              return { status: 200, headers, body: page.body };
            });
          return stoppable(context, {
            stops: stop ? [stop] : [],
            memoryBytes: options.memoryBytes,
          });
        },
      },
    },
  });
}

/** A line as klog writes it. */
export function klogLine(context: ServiceContext, source: string, text: string): string {
  const stamp = formatRfc3339Micro(context.sim.now);
  const date = stamp.slice(5, 10).replace('-', '');
  return `I${date} ${stamp.slice(11, 26)}       1 ${source}] ${text}\n`;
}
