// mount: would need a 9p server; says so.
import { usage } from '../exit';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'mount',
  *run(ctx) {
    if (ctx.args.length !== 1) {
      throw usage(
        'Please specify the directory to be mounted:\n\tminikube mount <source directory>:<target directory>   (example: "/host-home:/vm-home")',
      );
    }
    throw usage('folders of the laptop cannot be mounted in this playground: use minikube cp');
  },
});
