package io.portage.config;

import java.io.Serializable;
import java.util.List;

/**
 * A database connection.
 *
 * @param url the JDBC URL, which may contain secrets: messages use {@link JdbcUrl#show}
 * @param user the user
 * @param password the password
 */
public record JdbcConfig(String url, Secret user, Secret password) implements Serializable {
  /** Returns the user and the password by key. */
  public List<Credential> credentials() {
    return List.of(
        new Credential("user", user, /* confidential= */ false),
        new Credential("password", password, /* confidential= */ true));
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
