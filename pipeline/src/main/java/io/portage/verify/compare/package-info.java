/** The target's side of a verification: its rows by key, and their comparison with others. */
@org.jspecify.annotations.NullMarked
package io.portage.verify.compare;
