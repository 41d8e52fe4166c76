package io.portage.launcher.check;

import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.Secret;
import io.portage.kafka.KafkaClients;
import io.portage.launcher.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks whether a job suits the engine that is to run it. Asks nobody. */
public final class EngineChecks {
  private EngineChecks() {}

  /**
   * Only what failed.
   *
   * @param plainSecrets whether secrets may stand in the job's graph
   */
  public static List<CheckResult> run(
      Engine engine, PortageConfig config, List<String> given, boolean plainSecrets) {
    List<CheckResult> failed = new ArrayList<>();
    for (String refusal : engine.unsupported(config, given)) {
      failed.add(CheckResult.failed(engine.runner(), refusal));
    }
    if (!engine.runsRemotely(given)) {
      folder(config.deadLetters(), failed);
    }
    if (engine.storesJobGraph() && !plainSecrets) {
      for (String key : plain(config)) {
        failed.add(
            CheckResult.failed(
                key,
                "a plain secret, which "
                    + engine.runner()
                    + " would store with the job's graph; name a place it is kept in, or accept"
                    + " that with --plain-secrets=ok"));
      }
    }
    return failed;
  }

  /** Whether letters can be written where the run's process is this one. */
  private static void folder(DeadLetterConfig letters, List<CheckResult> failed) {
    if (!FileLocation.isLocal(letters.folder())) {
      return;
    }
    Path there = FileLocation.path(letters.folder()).toAbsolutePath().normalize();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      failed.add(CheckResult.failed(letters.folderKey(), there + " is no folder"));
    } else if (!Files.isWritable(there) || !Files.isExecutable(there)) {
      failed.add(
          CheckResult.failed(
              letters.folderKey(), "this process may not write to the folder " + there));
    }
  }

  /** The keys whose values are secrets in plain text. */
  private static List<String> plain(PortageConfig config) {
    List<String> keys = new ArrayList<>();
    config
        .source()
        .properties()
        .forEach(
            (name, value) -> {
              if (KafkaClients.isSecret(name)) {
                add(keys, "source.kafka.properties." + name, value);
              }
            });
    for (Map.Entry<String, ReferenceConfig> reference : config.references().entrySet()) {
      JdbcConfig own = reference.getValue().connection();
      if (own != null) {
        add(keys, "references." + reference.getKey() + ".jdbc", own);
      }
    }
    add(keys, "target.jdbc", config.target().jdbc());
    return keys;
  }

  private static void add(List<String> keys, String key, JdbcConfig jdbc) {
    if (JdbcUrl.of(jdbc.url()).hasSecrets()) {
      keys.add(key + ".url");
    }
    add(keys, key + ".password", jdbc.password());
  }

  private static void add(List<String> keys, String key, Secret secret) {
    if (secret.isPlain() && !secret.reveal().isEmpty()) {
      keys.add(key);
    }
  }
}
