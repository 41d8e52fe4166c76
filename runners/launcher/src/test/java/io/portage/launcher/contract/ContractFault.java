package io.portage.launcher.contract;

import io.portage.fault.TcpProxy;
import io.portage.sandbox.Sandbox;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Faults of the servers and of the network; a fault has ended when {@link #strike} returns. */
enum ContractFault {
  DATABASE_RESTART(3),
  DATABASE_KILL(3),
  DATABASE_FREEZE(2),
  CONNECTIONS_CUT(4),
  CONNECTIONS_REFUSED(2),
  NETWORK_STALL(2),
  BROKER_RESTART(1),
  BROKER_KILL(1),
  /** The job is cancelled and started again from the committed offsets; done by the caller. */
  JOB_RESTART(4),
  /** A worker process of the job is killed and replaced; done by the caller. */
  WORKER_KILL(8);

  private static final int LONGEST_MS = 1_200;

  private final int weight;

  ContractFault(int weight) {
    this.weight = weight;
  }

  /**
   * Returns a random fault, more often one with a greater weight.
   *
   * @param workers true if the job runs in separate worker processes
   */
  static ContractFault any(SplittableRandom random, boolean workers) {
    int all = 0;
    for (ContractFault fault : values()) {
      all += fault.weight(workers);
    }
    int drawn = random.nextInt(all);
    for (ContractFault fault : values()) {
      drawn -= fault.weight(workers);
      if (drawn < 0) {
        return fault;
      }
    }
    throw new AssertionError();
  }

  private int weight(boolean workers) {
    return this == WORKER_KILL && !workers ? 0 : weight;
  }

  /** Returns true if a job can start during this fault. */
  boolean affectsDatabase() {
    return switch (this) {
      case BROKER_RESTART, BROKER_KILL, JOB_RESTART, WORKER_KILL -> false;
      default -> true;
    };
  }

  /** Starts the fault after a random delay and ends it after a random time. */
  void strike(Sandbox sandbox, TcpProxy proxy, SplittableRandom random) {
    pass(random);
    switch (this) {
      case DATABASE_RESTART -> {
        sandbox.postgres().stop();
        pass(random);
        sandbox.postgres().start();
      }
      case DATABASE_KILL -> {
        sandbox.postgres().kill();
        pass(random);
        sandbox.postgres().start();
      }
      case DATABASE_FREEZE -> {
        sandbox.postgres().freeze();
        pass(random);
        sandbox.postgres().thaw();
      }
      case CONNECTIONS_CUT -> proxy.cut();
      case CONNECTIONS_REFUSED -> {
        proxy.refuse(true);
        proxy.cut();
        pass(random);
        proxy.refuse(false);
      }
      case NETWORK_STALL -> {
        proxy.stall(true);
        pass(random);
        proxy.stall(false);
      }
      case BROKER_RESTART -> {
        sandbox.kafka().stop();
        sandbox.kafka().start();
      }
      case BROKER_KILL -> {
        sandbox.kafka().kill();
        sandbox.kafka().start();
      }
      case JOB_RESTART, WORKER_KILL -> {
        // done by the caller
      }
    }
  }

  /** Waits for a time, not for a condition: the time of a fault is arbitrary. */
  private static void pass(SplittableRandom random) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_MS)).toNanos());
  }
}
