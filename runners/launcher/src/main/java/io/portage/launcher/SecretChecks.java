package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import java.util.List;

/** Looks whether the secrets that a job only refers to can be read on this machine. */
final class SecretChecks {
  private SecretChecks() {}

  /** Only what failed. */
  static List<Check> run(PortageConfig config) {
    return config.secrets().values().stream()
        .distinct()
        .flatMap(secret -> check(secret).stream())
        .toList();
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
