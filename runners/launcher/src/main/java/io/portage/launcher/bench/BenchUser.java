package io.portage.launcher.bench;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as the table must hold it.
 *
 * @param id the key
 * @param name the name, which tells the event that it is from
 * @param email the address, or null
 * @param country the code of a country, or null
 * @param isDeleted whether the change was a delete
 * @param time when it was changed, in milliseconds
 */
record BenchUser(
    long id,
    String name,
    @Nullable String email,
    @Nullable String country,
    boolean isDeleted,
    long time) {
  /** The reference data; {@code BR}, which some users have, is not in it. */
  static final Map<String, String> COUNTRIES =
      Map.of("US", "United States", "IN", "India", "DE", "Germany", "SG", "Singapore");

  private static final Set<String> CORPORATE = Set.of("contoso.com", "autodesk.com", "company.com");

  /** What stands behind the at sign, or null without an address. */
  @Nullable String emailDomain() {
    return email == null ? null : email.substring(email.indexOf('@') + 1);
  }

  /** The name of the country, or null for one that the reference data lacks. */
  @Nullable String countryName() {
    return country == null ? null : COUNTRIES.get(country);
  }

  /** Whether the address is one of a company's. */
  boolean isCorporate() {
    @Nullable String domain = emailDomain();
    return domain != null && CORPORATE.contains(domain);
  }
}
