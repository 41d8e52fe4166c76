package io.portage.launcher;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks whether the secrets that a job only refers to can be read on this machine. */
final class SecretChecks {
  private SecretChecks() {}

  /** Only what failed. */
  static List<Check> run(PortageConfig config) {
    List<Secret> secrets = new ArrayList<>(config.source().properties().values());
    config.references().values().stream()
        .map(reference -> reference.connection())
        .filter(Objects::nonNull)
        .forEach(connection -> add(secrets, connection));
    add(secrets, config.target().jdbc());
    return secrets.stream().distinct().flatMap(secret -> check(secret).stream()).toList();
  }

  private static void add(List<Secret> secrets, JdbcConfig jdbc) {
    secrets.add(jdbc.user());
    secrets.add(jdbc.password());
  }

  private static List<Check> check(Secret secret) {
    try {
      secret.reveal();
      return List.of();
    } catch (SecretException unreadable) {
      return List.of(Check.failed("secret", String.valueOf(unreadable.getMessage())));
    }
  }
}
