import type { ByteLink } from '@tillbridge/kernel';
import { FakeClock } from '../clock.ts';
import { type ByteLinkRig, type MakeByteLinks, type PacketFraming, type PacketLink, until } from './link-rig.ts';

/** What a test of a packet link gets to play with. */
export interface LinkSetting {
  /** The link under test. */
  readonly near: PacketLink;
  /** The bytes at the other end, to answer by hand … */
  readonly far: ByteLink;
  /** … or as a link of the same kind; not both. */
  readonly wrapFar: () => PacketLink;
  readonly framing: PacketFraming;
  readonly line: ByteLinkRig;
  /** The time of the links; the bytes take their own. */
  readonly clock: FakeClock;
  /** Does it and waits until the near link has set a timer because of it. */
  begun(act: () => Promise<void>): Promise<void>;
}

export type LinkTest = (title: string, use: (setting: LinkSetting) => Promise<void>) => void;

/** Lends a link and takes it back. */
export async function withLink(
  makeLine: MakeByteLinks,
  framing: PacketFraming,
  use: (setting: LinkSetting) => Promise<void>,
): Promise<void> {
  const line = await makeLine();
  const clock = new FakeClock();
  const near = framing.wrap(line.a, clock);
  const begun = async (act: () => Promise<void>) => {
    const before = clock.sleeping;
    await act();
    await until(() => clock.sleeping > before, 'a timer of the link');
  };
  try {
    await use({ near, far: line.b, wrapFar: () => framing.wrap(line.b, clock), framing, line, clock, begun });
  } finally {
    await near.close();
    await line.close();
  }
}
