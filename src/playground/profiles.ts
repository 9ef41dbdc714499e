// What kinds of world there are: data.
import { dir, type Entry, file } from '../machine/filesystem/tree';
import { studentFiles } from './laptop-files';

export type ProfileName = 'minikube' | 'lab';

export interface LaptopProfile {
  readonly hostname: string;
  readonly user: { readonly name: string; readonly uid: number };
  readonly address: string;
  /** Stands in the cluster's network, as the machine of the recordings did. */
  readonly isOnNode: boolean;
  /** Where kubectl and the like are. */
  readonly tools: '/usr/bin' | '/usr/local/bin';
  /** Files besides those of any Debian. */
  readonly files: Readonly<Record<string, Entry>>;
}

export interface WorldProfile {
  readonly name: ProfileName;
  readonly laptop: LaptopProfile;
}

export const profiles: Readonly<Record<ProfileName, WorldProfile>> = {
  minikube: {
    name: 'minikube',
    laptop: {
      hostname: 'laptop',
      user: { name: 'student', uid: 1000 },
      address: '192.168.49.1',
      isOnNode: false,
      tools: '/usr/local/bin',
      files: studentFiles('student', 1000),
    },
  },
  lab: {
    name: 'lab',
    laptop: {
      hostname: 'lab',
      user: { name: 'root', uid: 0 },
      address: '192.168.49.1',
      isOnNode: true,
      tools: '/usr/bin',
      files: { '/root/work': dir(0o755), '/root/.kube': dir(0o755), '/etc/motd': file('') },
    },
  },
};
