package io.portage.launcher.check;

import io.portage.config.Credential;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import java.util.ArrayList;
import java.util.List;

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

  /** Returns warnings about URLs that contain secrets: everyone who sees the job sees its URLs. */
  static List<CheckResult> urls(PortageConfig config) {
    List<CheckResult> found = new ArrayList<>();
    config
        .urls()
        .forEach(
            (key, url) -> {
              if (JdbcUrl.of(url).hasSecrets()) {
                found.add(CheckResult.warning(key, warning(key, url, config)));
              }
            });
    return found;
  }

  private static String warning(String key, String url, PortageConfig config) {
    String section = key.substring(0, key.lastIndexOf('.') + 1);
    List<String> confidential =
        config.credentials().stream()
            .filter(Credential::confidential)
            .map(Credential::key)
            .filter(other -> other.startsWith(section))
            .toList();
    String alternative =
        confidential.isEmpty()
            ? ""
            : " and put it into "
                + String.join(" or ", confidential)
                + ", best as {env: ...} or {file: ...}";
    return "contains a secret: " + JdbcUrl.show(url) + "; remove it from the URL" + alternative;
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
