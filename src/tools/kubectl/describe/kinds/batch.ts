// Jobs and CronJobs.
import { isObject, type JsonObject } from '../../../../base/json';
import { goDuration, humanDuration, parseRfc3339 } from '../../../../base/time';
import { defineDescriber } from '../describer';
import { annotationLines, headLines, labelLines, selectorText } from '../labels';
import { list, longTime, num, type Page, part, text } from '../page';
import { podTemplateLines } from '../pod-template';

const jobs = defineDescriber({
  name: 'jobs',
  group: 'batch',
  *describe({ page, object, events }) {
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, `Selector:\t${selectorText(spec.selector)}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    const owner = list(metadata, 'ownerReferences').find((one) => one.controller === true);
    if (owner) page.line(0, `Controlled By:\t${text(owner, 'kind')}/${text(owner, 'name')}`);
    specLines(page, spec);
    statusLines(page, spec, status);
    podTemplateLines(page, spec.template);
    yield* events();
  },
});

function specLines(page: Page, spec: JsonObject): void {
  page.line(0, `Parallelism:\t${num(spec, 'parallelism')}`);
  const completions = spec.completions === undefined ? '<unset>' : text(spec, 'completions');
  page.line(0, `Completions:\t${completions}`);
  if (spec.completionMode !== undefined) {
    page.line(0, `Completion Mode:\t${text(spec, 'completionMode')}`);
  }
  if (spec.suspend !== undefined) page.line(0, `Suspend:\t${text(spec, 'suspend')}`);
  if (spec.backoffLimit !== undefined) page.line(0, `Backoff Limit:\t${num(spec, 'backoffLimit')}`);
  if (spec.ttlSecondsAfterFinished !== undefined) {
    page.line(0, `TTL Seconds After Finished:\t${num(spec, 'ttlSecondsAfterFinished')}`);
  }
}

function statusLines(page: Page, spec: JsonObject, status: JsonObject): void {
  const [started, ended] = [text(status, 'startTime'), text(status, 'completionTime')];
  if (started) page.line(0, `Start Time:\t${longTime(started)}`);
  if (ended) page.line(0, `Completed At:\t${longTime(ended)}`);
  if (started && ended) {
    const ms = (parseRfc3339(ended) ?? 0) - (parseRfc3339(started) ?? 0);
    page.line(0, `Duration:\t${humanDuration(ms)}`);
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    page.line(0, `Active Deadline Seconds:\t${num(spec, 'activeDeadlineSeconds')}s`);
  }
  const ready = status.ready === undefined ? '' : ` (${num(status, 'ready')} Ready)`;
  page.line(
    0,
    `Pods Statuses:\t${num(status, 'active')} Active${ready} / ${num(status, 'succeeded')} ` +
      `Succeeded / ${num(status, 'failed')} Failed`,
  );
  if (spec.completionMode === 'Indexed') {
    const indexes = text(status, 'completedIndexes');
    page.line(0, `Completed Indexes:\t${indexes || '<none>'}`);
  }
}

const cronjobs = defineDescriber({
  name: 'cronjobs',
  group: 'batch',
  *describe({ page, object, events }) {
    const [spec, status] = [part(object, 'spec'), part(object, 'status')];
    headLines(page, object);
    page.line(0, `Schedule:\t${text(spec, 'schedule')}`);
    page.line(0, `Concurrency Policy:\t${text(spec, 'concurrencyPolicy')}`);
    page.line(0, `Suspend:\t${spec.suspend === true ? 'True' : 'False'}`);
    const unset = (value: string) => value || '<unset>';
    page.line(0, `Time Zone:\t${unset(text(spec, 'timeZone'))}`);
    const history = (field: string) => unset(text(spec, field));
    page.line(0, `Successful Job History Limit:\t${history('successfulJobsHistoryLimit')}`);
    page.line(0, `Failed Job History Limit:\t${history('failedJobsHistoryLimit')}`);
    const deadline = text(spec, 'startingDeadlineSeconds');
    page.line(0, `Starting Deadline Seconds:\t${deadline ? `${deadline}s` : '<unset>'}`);
    const job = part(part(spec, 'jobTemplate'), 'spec');
    const selector = isObject(job.selector) ? selectorText(job.selector) : '<unset>';
    page.line(0, `Selector:\t${selector}`);
    page.line(0, `Parallelism:\t${unset(text(job, 'parallelism'))}`);
    page.line(0, `Completions:\t${unset(text(job, 'completions'))}`);
    const active = text(job, 'activeDeadlineSeconds');
    if (active) page.line(0, `Active Deadline Seconds:\t${goDuration(Number(active) * 1000)}`);
    podTemplateLines(page, job.template);
    const last = text(status, 'lastScheduleTime');
    page.line(0, `Last Schedule Time:\t${last ? longTime(last) : '<unset>'}`);
    const running = list(status, 'active').map((one) => text(one, 'name'));
    page.line(0, `Active Jobs:\t${running.join(', ') || '<none>'}`);
    yield* events();
  },
});

export default [jobs, cronjobs];
