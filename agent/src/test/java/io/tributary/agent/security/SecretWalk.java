package io.tributary.agent.security;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the secrets in settings: the places of their types that can hold one, and the values that
/// are there. A place is a path such as `remoteWrites[].client.basicAuth.password`.
///
/// Follows the fields of Tributary's own classes, and the elements of collections, maps and
/// optionals.
final class SecretWalk {
  private static final String OURS = "io.tributary.";

  /// The classes that stand in for an interface.
  private final Map<Class<?>, List<Class<?>>> implementations;

  /// Places that hold no secret though their type could: names of users, certificates.
  private final Set<String> harmless;

  SecretWalk(Map<Class<?>, List<Class<?>>> implementations, Set<String> harmless) {
    this.implementations = implementations;
    this.harmless = harmless;
  }

  /// Where a value of `type` can hold secrets.
  Set<String> places(Class<?> type) {
    var places = new TreeSet<String>();
    places(type, "", new HashSet<>(), places);
    return places;
  }

  private void places(Type type, String path, Set<Class<?>> above, Set<String> places) {
    switch (type) {
      case ParameterizedType generic -> {
        for (Type argument : generic.getActualTypeArguments()) {
          places(argument, path + suffix((Class<?>) generic.getRawType()), above, places);
        }
      }
      case WildcardType wildcard -> places(wildcard.getUpperBounds()[0], path, above, places);
      case Class<?> plain -> classPlaces(plain, path, above, places);
      default -> throw new IllegalStateException("cannot follow " + type + " at " + path);
    }
  }

  private static String suffix(Class<?> container) {
    return container == Optional.class ? "" : "[]";
  }

  private void classPlaces(Class<?> type, String path, Set<Class<?>> above, Set<String> places) {
    if (type == Secret.class || type == SecretSource.class) {
      if (!harmless.contains(last(path))) {
        places.add(path);
      }
      return;
    }
    if (!type.getName().startsWith(OURS) || type.isEnum() || !above.add(type)) {
      return;
    }
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        places(permitted, path + "(" + permitted.getSimpleName() + ")", above, places);
      }
    } else if (implementations.containsKey(type)) {
      for (Class<?> known : implementations.get(type)) {
        places(known, path + "(" + known.getSimpleName() + ")", above, places);
      }
    }
    for (Field field : fields(type)) {
      places(field.getGenericType(), join(path, field.getName()), above, places);
    }
    above.remove(type);
  }

  private static List<Field> fields(Class<?> type) {
    return List.of(type.getDeclaredFields()).stream()
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .toList();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// The secrets of a value, by place.
  SortedMap<String, Set<String>> secrets(Object value) {
    var secrets = new TreeMap<String, Set<String>>();
    secrets(value, "", secrets);
    return secrets;
  }

  private void secrets(@Nullable Object value, String path, Map<String, Set<String>> secrets) {
    switch (value) {
      case null -> {}
      case Secret secret -> found(secret, path, secrets);
      case SecretSource source -> found(source.text(), path, secrets);
      case Optional<?> optional -> optional.ifPresent(element -> secrets(element, path, secrets));
      case Collection<?> all -> all.forEach(element -> secrets(element, path + "[]", secrets));
      case Map<?, ?> map -> map.values().forEach(element -> secrets(element, path + "[]", secrets));
      default -> {
        if (value.getClass().getName().startsWith(OURS) && !(value instanceof Enum<?>)) {
          fieldSecrets(value, path, secrets);
        }
      }
    }
  }

  private void fieldSecrets(Object value, String path, Map<String, Set<String>> secrets) {
    Class<?> type = value.getClass();
    boolean isOneOfMany =
        implementations.values().stream().anyMatch(known -> known.contains(type))
            || List.of(type.getInterfaces()).stream().anyMatch(Class::isSealed);
    String here = isOneOfMany ? path + "(" + type.getSimpleName() + ")" : path;
    for (Field field : fields(type)) {
      try {
        field.setAccessible(true);
        secrets(field.get(value), join(here, field.getName()), secrets);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void found(@Nullable Secret secret, String path, Map<String, Set<String>> secrets) {
    if (secret != null && !secret.isEmpty() && !harmless.contains(last(path))) {
      secrets.computeIfAbsent(path, _ -> new TreeSet<>()).add(secret.value());
    }
  }
}
