package io.portage.launcher.contract;

import io.portage.fault.TcpProxy;
import io.portage.sandbox.Sandbox;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** What happens to the servers and to the way to them; every fault is over when it returns. */
enum ContractFault {
  DATABASE_RESTART(3),
  DATABASE_KILL(3),
  DATABASE_FREEZE(2),
  CONNECTIONS_CUT(4),
  CONNECTIONS_REFUSED(2),
  NETWORK_STALL(2),
  BROKER_RESTART(1),
  BROKER_KILL(1),
  /** The job is cancelled and started again from the committed offsets: the caller's part. */
  JOB_RESTART(4),
  /** A process that the job runs in is killed and another takes its place: the caller's part. */
  WORKER_KILL(8);

  private static final int LONGEST_MS = 1_200;

  private final int weight;

  ContractFault(int weight) {
    this.weight = weight;
  }

  /**
   * One at random, the more frequent the heavier.
   *
   * @param workers whether the job runs in processes of its own
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

  /** Whether a job can begin while this happens. */
  boolean isOfTheDatabase() {
    return switch (this) {
      case BROKER_RESTART, BROKER_KILL, JOB_RESTART, WORKER_KILL -> false;
      default -> true;
    };
  }

  /** Strikes after a while, for a while. */
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
        // by the caller
      }
    }
  }

  /** Nothing is waited for here: when a fault strikes is to be anyhow. */
  private static void pass(SplittableRandom random) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_MS)).toNanos());
  }
}
