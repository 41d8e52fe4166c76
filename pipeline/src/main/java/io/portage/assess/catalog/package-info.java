/**
 * Reads the catalogs of databases for an assessment: one query per kind of object, for all tables
 * of the named schemas at once.
 */
@org.jspecify.annotations.NullMarked
package io.portage.assess.catalog;
