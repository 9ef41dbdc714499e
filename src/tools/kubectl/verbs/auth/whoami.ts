// auth whoami: the user as the server sees it.
import type { JsonObject } from '../../../../base/json';
import { printTable } from '../../../../base/table';
import { part, text, texts } from '../../describe/page';
import { defineVerb } from '../../framework/verb';
import { objectPrinter, outputFormat } from '../../printers/printer';

export const whoami = defineVerb({
  name: 'whoami',
  *run(ctx) {
    const rest = yield* ctx.rest();
    const apiVersion = 'authentication.k8s.io/v1';
    const answer = yield* rest.request({
      verb: 'create',
      apiVersion,
      resource: 'selfsubjectreviews',
      body: { kind: 'SelfSubjectReview', apiVersion, metadata: {} },
    });
    const object = answer.object as unknown as JsonObject;
    const format = outputFormat(ctx);
    if (format !== '') {
      const printed = objectPrinter(ctx, format).print(object);
      yield* ctx.out(printed.text);
      if (printed.error) throw printed.error;
      return 0;
    }
    const user = part(part(object, 'status'), 'userInfo');
    const rows = [['ATTRIBUTE', 'VALUE']];
    if (text(user, 'username')) rows.push(['Username', text(user, 'username')]);
    if (text(user, 'uid')) rows.push(['UID', text(user, 'uid')]);
    if (texts(user, 'groups').length > 0)
      rows.push(['Groups', `[${texts(user, 'groups').join(' ')}]`]);
    const extra = part(user, 'extra');
    for (const key of Object.keys(extra).sort()) {
      rows.push([`Extra: ${key}`, `[${texts(extra, key).join(' ')}]`]);
    }
    yield* ctx.out(printTable(rows));
    return 0;
  },
});
