package io.portage.launcher.check;

import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the secrets to which a job refers can be read on this machine, and that no secret is
 * in a URL, where it is visible.
 */
final class SecretChecks {
  private SecretChecks() {}

  /** Returns only the failed checks. */
  static List<CheckResult> run(PortageConfig config) {
    return config.secrets().values().stream()
        .distinct()
        .flatMap(secret -> check(secret).stream())
        .toList();
  }

  /**
   * Returns warnings about JDBC URLs that contain secrets: everyone who sees the job sees its URLs.
   */
  static List<CheckResult> urls(PortageConfig config) {
    List<CheckResult> found = new ArrayList<>();
    config
        .references()
        .forEach((name, reference) -> url("references." + name, reference.connection(), found));
    if (config.target().sink() instanceof JdbcConfig jdbc) {
      url("target", jdbc, found);
    }
    return found;
  }

  private static void url(String key, @Nullable JdbcConfig jdbc, List<CheckResult> found) {
    if (jdbc == null || !JdbcUrl.of(jdbc.url()).hasSecrets()) {
      return;
    }
    found.add(
        CheckResult.warning(
            key + ".jdbc.url",
            "contains a secret: "
                + JdbcUrl.show(jdbc.url())
                + "; remove it from the URL and put a password into "
                + key
                + ".jdbc.password, best as {env: ...} or {file: ...}"));
  }

  private static List<CheckResult> check(Secret secret) {
    try {
      secret.reveal();
      return List.of();
    } catch (SecretException unreadable) {
      return List.of(CheckResult.failed("secret", String.valueOf(unreadable.getMessage())));
    }
  }
}
