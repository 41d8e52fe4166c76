package io.portage.config;

import java.util.List;
import java.util.Map;

/**
 * A database connection.
 *
 * @param url the JDBC URL, which may contain secrets: messages use {@link JdbcUrl#show}
 * @param user the user
 * @param password the password
 */
public record JdbcConfig(String url, Secret user, Secret password) implements SinkConfig {
  /** The name of the section, and of the sink. */
  public static final String SECTION = "jdbc";

  @Override
  public String provider() {
    return SECTION;
  }

  /** Returns the user and the password by key. */
  @Override
  public List<Credential> credentials() {
    return List.of(
        new Credential("user", user, /* confidential= */ false),
        new Credential("password", password, /* confidential= */ true));
  }

  @Override
  public Map<String, String> urls() {
    return Map.of("url", url);
  }

  /** Hides the URL's secrets and the password. */
  @Override
  public String toString() {
    return "JdbcConfig[url="
        + JdbcUrl.show(url)
        + ", user="
        + user
        + ", password="
        + password
        + "]";
  }
}
