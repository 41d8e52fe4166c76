package io.portage.launcher.bench;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's row, as the table must contain it.
 *
 * @param id the key
 * @param name the name, which contains the number of its event
 * @param email the address, or null
 * @param country the code of a country, or null
 * @param isDeleted true if the change was a delete
 * @param time the time of the change, in milliseconds
 */
record BenchUser(
    long id,
    String name,
    @Nullable String email,
    @Nullable String country,
    boolean isDeleted,
    long time) {
  /** The reference data; without {@code BR}, which some users have. */
  static final Map<String, String> COUNTRIES =
      Map.of("US", "United States", "IN", "India", "DE", "Germany", "SG", "Singapore");

  private static final Set<String> CORPORATE = Set.of("contoso.com", "autodesk.com", "company.com");

  /** Returns the part of the address after the at sign, or null without an address. */
  @Nullable String emailDomain() {
    return email == null ? null : email.substring(email.indexOf('@') + 1);
  }

  /** Returns the name of the country, or null if the reference data does not contain it. */
  @Nullable String countryName() {
    return country == null ? null : COUNTRIES.get(country);
  }

  /** Returns true if the domain of the address belongs to a company. */
  boolean isCorporate() {
    @Nullable String domain = emailDomain();
    return domain != null && CORPORATE.contains(domain);
  }
}
