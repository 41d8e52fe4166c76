package io.portage.launcher.check;

import io.portage.config.Credential;
import io.portage.config.DeadLetterConfig;
import io.portage.config.FileLocation;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.Secret;
import io.portage.config.SinkConfig;
import io.portage.kafka.KafkaClients;
import io.portage.launcher.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that a job suits its engine. Connects to no server. */
public final class EngineChecks {
  private EngineChecks() {}

  /**
   * Returns only the failed checks.
   *
   * @param plainSecrets true if secrets may be stored in the job graph
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
                "a secret in plain text, which "
                    + engine.runner()
                    + " would store with the job's graph; refer to a secret store, or accept"
                    + " that with --plain-secrets=ok"));
      }
    }
    return failed;
  }

  /**
   * Checks that this process can write dead letters to the folder, if the run is in this process.
   */
  private static void folder(DeadLetterConfig deadLetters, List<CheckResult> failed) {
    if (!FileLocation.isLocal(deadLetters.folder())) {
      return;
    }
    Path there = FileLocation.path(deadLetters.folder()).toAbsolutePath().normalize();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      failed.add(CheckResult.failed(deadLetters.folderKey(), there + " is not a folder"));
    } else if (!Files.isWritable(there) || !Files.isExecutable(there)) {
      failed.add(
          CheckResult.failed(
              deadLetters.folderKey(), "this process may not write to the folder " + there));
    }
  }

  /** Returns the keys whose values are secrets in plain text. */
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
    SinkConfig sink = config.target().sink();
    add(keys, "target." + sink.provider(), sink);
    return keys;
  }

  private static void add(List<String> keys, String section, SinkConfig settings) {
    settings
        .urls()
        .forEach(
            (key, url) -> {
              if (JdbcUrl.of(url).hasSecrets()) {
                keys.add(section + "." + key);
              }
            });
    settings.credentials().stream()
        .filter(Credential::confidential)
        .forEach(credential -> add(keys, section + "." + credential.key(), credential.value()));
  }

  private static void add(List<String> keys, String key, Secret secret) {
    if (secret.isPlain() && !secret.reveal().isEmpty()) {
      keys.add(key);
    }
  }
}
