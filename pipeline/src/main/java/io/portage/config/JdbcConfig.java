package io.portage.config;

import java.io.Serializable;

/**
 * A database connection.
 *
 * @param url the JDBC URL, which may contain secrets: messages use {@link JdbcUrl#show}
 * @param user the user
 * @param password the password
 */
public record JdbcConfig(String url, Secret user, Secret password) implements Serializable {
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
