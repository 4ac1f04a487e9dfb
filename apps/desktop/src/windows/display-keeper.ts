import type { Timing } from '../timing.ts';
import type { DisplayMemory } from './display-memory.ts';
import { type DisplayScene, memoryOf, planDisplayWindow, type Rectangle } from './display-plan.ts';

/** The customer's window, as the keeper moves it about. */
export interface CustomerWindow {
  /** The monitor most of the window is on right now. */
  monitorId(): number;
  place(bounds: Rectangle): void;
  close(): void;
}

export interface DisplayKeeperPorts {
  readonly timing: Timing;
  readonly memory: DisplayMemory;
  scene(): DisplayScene;
  open(bounds: Rectangle): CustomerWindow;
  say(message: string): void;
}

/** X11 and Windows report old values for up to a second after a change of monitors. */
const SETTLE_MS = 1_000;
/** With mixed scale factors Windows may put a window wrongly the first time (electron/electron#10862). */
const SECOND_LOOK_MS = 500;

/**
 * Keeps the customer's window where the plan wants it. Every change of monitors leads to one look at all of them, after
 * they have settled; nothing is done in between, however many events a cable makes.
 */
export class DisplayKeeper {
  private readonly ports: DisplayKeeperPorts;
  private shown: { readonly window: CustomerWindow; readonly monitorId: number } | null = null;
  private callOffLook: (() => void) | null = null;
  private callOffSecondLook: (() => void) | null = null;

  constructor(ports: DisplayKeeperPorts) {
    this.ports = ports;
  }

  /** Something about the monitors may have changed: look once they have settled. */
  changed(): void {
    this.callOff();
    this.callOffLook = this.ports.timing.after(SETTLE_MS, () => this.look());
  }

  /** Looks now. The first look after the start, and after every change. */
  look(): void {
    this.callOff();
    const scene = this.ports.scene();
    const plan = planDisplayWindow(scene, this.ports.memory.read());
    if (plan.kind === 'none') {
      if (this.shown) this.ports.say('no customer display: no second monitor');
      this.closeWindow();
      return;
    }
    if (this.shown?.monitorId !== plan.monitorId) {
      // A full-screen window doesn't move between monitors on every system; a new one does no harm.
      this.closeWindow();
      this.shown = { window: this.ports.open(plan.bounds), monitorId: plan.monitorId };
      this.remember(scene, plan.monitorId);
    }
    this.shown.window.place(plan.bounds);
    this.callOffSecondLook = this.ports.timing.after(SECOND_LOOK_MS, () => this.lookAgain(plan.bounds));
  }

  /** The window was closed or destroyed from outside: forget it, so that the next look opens a new one. */
  forget(): void {
    this.shown = null;
  }

  stop(): void {
    this.callOff();
    this.closeWindow();
  }

  private lookAgain(bounds: Rectangle): void {
    if (!this.shown) return;
    this.shown.window.place(bounds);
    const { window, monitorId } = this.shown;
    if (window.monitorId() !== monitorId) this.ports.say('the customer display is not on the monitor it was put on');
  }

  /** The first choice is kept. A stand-in for a monitor that is away for an hour is not. */
  private remember(scene: DisplayScene, monitorId: number): void {
    if (this.ports.memory.read() !== null) return;
    const monitor = scene.monitors.find((one) => one.id === monitorId);
    if (monitor) this.ports.memory.write(memoryOf(monitor));
  }

  private closeWindow(): void {
    this.shown?.window.close();
    this.shown = null;
  }

  private callOff(): void {
    this.callOffLook?.();
    this.callOffSecondLook?.();
    this.callOffLook = null;
    this.callOffSecondLook = null;
  }
}
