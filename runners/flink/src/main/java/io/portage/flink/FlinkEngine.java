package io.portage.flink;

import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Flink with Portage's default options: embedded unless {@code --flinkMaster} names a cluster. */
public final class FlinkEngine implements Engine {
  private static final String MASTER = "--flinkMaster=";

  @Override
  public String runner() {
    return "FlinkRunner";
  }

  @Override
  public List<String> defaults(boolean bounded, List<String> given) {
    List<String> options = new ArrayList<>(FlinkDefaults.everywhere(bounded));
    if (runsRemotely(given)) {
      options.addAll(FlinkDefaults.cluster());
      JobJar.beside(FlinkEngine.class).ifPresent(jar -> options.add("--filesToStage=" + jar));
    } else {
      options.add(MASTER + "[local]");
      options.addAll(FlinkDefaults.embedded(checkpoints()));
    }
    return options;
  }

  @Override
  public void warmUp() {
    LocalFlink.warmUp();
  }

  /** Returns true if {@code --flinkMaster} is the address of a cluster. */
  @Override
  public boolean runsRemotely(List<String> given) {
    return given.stream()
        .filter(option -> option.startsWith(MASTER))
        .anyMatch(option -> !option.startsWith(MASTER + "["));
  }

  @Override
  public List<String> settled(List<String> given) {
    return runsRemotely(given) ? given : LocalFlink.settle(given);
  }

  @Override
  public @Nullable String startMessage(List<String> settled) {
    return runsRemotely(settled)
        ? null
        : "Flink runs in this process; its REST interface is at "
            + LocalFlink.address(settled)
            + ".";
  }

  /** Returns the counters of the job that was submitted last. */
  @Override
  public Optional<Map<String, Long>> counters() {
    return Optional.ofNullable(EmbeddedJob.id()).map(LiveCounters::of);
  }

  @Override
  public void cancel() {
    EmbeddedJob.cancel();
  }

  @Override
  public List<String> unsupported(PortageConfig config, List<String> given) {
    return runsRemotely(given) ? ClusterFolders.refusals(config) : List.of();
  }

  private static String checkpoints() {
    return Path.of(System.getProperty("java.io.tmpdir"), "portage-checkpoints").toUri().toString();
  }
}
