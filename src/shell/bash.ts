// bash, as world and images load it.
export { bash as default } from './program';
