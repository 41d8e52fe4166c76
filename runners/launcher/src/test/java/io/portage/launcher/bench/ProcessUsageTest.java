package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcessUsageTest {
  @Test
  void addsTheTimesOfAProcessAndOfItsEndedChildren() {
    String stat =
        "17 (a name) with ) in it) S 1 17 17 0 -1 4194560 900 800 0 0 250 130 40 20 20 0 1 0 99 8192 3 4";

    assertThat(ProcessUsage.ticks(stat)).isEqualTo(250 + 130 + 40 + 20);
  }

  @Test
  void readsThePeakOfMemory() {
    String status = "Name:\tjava\nVmPeak:\t  900 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n";

    assertThat(ProcessUsage.peak(status)).hasValue(2048 * 1024);
    assertThat(ProcessUsage.peak("Name:\tzombie\n")).isEmpty();
  }

  @Test
  void addsTheBusyTimeOfTheMachine() {
    assertThat(ProcessUsage.busyTicks("cpu  100 20 3 9000 800 7 6 50 0 0\ncpu0 1 2 3\n"))
        .isEqualTo(100 + 20 + 3 + 7 + 6);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void measuresThisProcess() {
    assertThat(ProcessUsage.cpuMillis(ProcessHandle.current()).getAsLong()).isPositive();
    assertThat(ProcessUsage.machineMillis().getAsLong())
        .isGreaterThan(ProcessUsage.cpuMillis(ProcessHandle.current()).getAsLong());
    assertThat(ProcessUsage.peakBytes(ProcessHandle.current().pid()).getAsLong())
        .isGreaterThan(10_000_000);
    assertThat(ProcessUsage.peakBytes(Long.MAX_VALUE)).isEmpty();
  }
}
