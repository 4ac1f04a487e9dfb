import { describe, expect, it } from 'vitest';
import { FaultBox } from './fault-box.ts';

interface Fault {
  readonly do: 'slow' | 'drop';
  readonly times?: number;
  readonly percent?: number;
}

const any = (_fault: Fault): _fault is Fault => true;
const slow = (fault: Fault): fault is Fault & { do: 'slow' } => fault.do === 'slow';

describe('armed faults', () => {
  it('happen as often as they say, the oldest first', () => {
    const box = new FaultBox<Fault>();
    box.add({ do: 'drop' });
    box.add({ do: 'slow', times: 2 });
    expect([box.takeFirst(slow)?.do, box.takeFirst(any)?.do]).toEqual(['slow', 'drop']);
    expect(box.list()).toEqual([{ do: 'slow', id: 2, happened: 1, times: 1 }]);
    expect([box.takeFirst(any)?.do, box.takeFirst(any)]).toEqual(['slow', undefined]);
    expect(box.list()).toEqual([]);
  });

  it('with a share stay, and happen to that share', () => {
    const drawn = [0.2, 0.5, 0.7];
    const box = new FaultBox<Fault>({ chance: () => drawn.shift() ?? 0 });
    box.add({ do: 'slow', percent: 50 });
    expect([box.takeFirst(any)?.do, box.takeFirst(any)?.do, box.takeFirst(any)?.do]).toEqual([
      'slow',
      undefined,
      undefined,
    ]);
    expect(box.list()).toEqual([{ do: 'slow', percent: 50, id: 1, happened: 1 }]);
  });

  it('that are only looked at stay as they are', () => {
    const box = new FaultBox<Fault>();
    box.add({ do: 'slow' });
    expect(box.findFirst(slow)?.do).toBe('slow');
    expect(box.list()).toMatchObject([{ happened: 0, times: 1 }]);
  });

  it('tell of every change, and are removed by id', () => {
    let changes = 0;
    const box = new FaultBox<Fault>({
      changed: () => {
        changes += 1;
      },
    });
    const id = box.add({ do: 'drop', times: 3 });
    box.takeFirst(any);
    expect([box.remove(id), box.remove(id)]).toEqual([true, false]);
    box.clear();
    expect(changes).toBe(5);
  });
});
