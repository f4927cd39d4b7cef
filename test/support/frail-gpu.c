/*
 * A Vulkan driver that is another one, the library FRAIL_DRIVER, until there is a file FRAIL_FATE. Its first letter says what
 * becomes of the device then: it is "lost", as one that was unplugged; or whatever the driver is asked "hangs", or "crashes".
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void (*Function)(void);
typedef Function (*Finder)(void *, const char *);
typedef uint64_t Handle;

enum { device_lost = -4 };

/* What may say VK_ERROR_DEVICE_LOST (Vulkan 1.3, "Lost Device"). */
#define EACH(DO)                                                               \
  DO(vkCreateDevice, (Handle a, void *b, void *c, void *d), (a, b, c, d))      \
  DO(vkQueueSubmit, (Handle a, uint32_t b, void *c, Handle d), (a, b, c, d))   \
  DO(vkQueueSubmit2, (Handle a, uint32_t b, void *c, Handle d), (a, b, c, d))  \
  DO(vkQueueWaitIdle, (Handle a), (a))                                         \
  DO(vkDeviceWaitIdle, (void *a), (a))                                         \
  DO(vkWaitForFences, (Handle a, uint32_t b, void *c, uint32_t d, uint64_t e), \
     (a, b, c, d, e))                                                          \
  DO(vkGetFenceStatus, (Handle a, Handle b), (a, b))                           \
  DO(vkWaitSemaphores, (Handle a, void *b, uint64_t c), (a, b, c))             \
  DO(vkGetSemaphoreCounterValue, (Handle a, Handle b, void *c), (a, b, c))

#define REAL(name, parameters, arguments) static int(*real_##name) parameters;
EACH(REAL)
static Finder real_vkGetDeviceProcAddr;
static void *device;

static int is_lost(void) {
  int file = open(getenv("FRAIL_FATE"), O_RDONLY);
  if (file < 0) return 0;
  char fate = 0;
  int known = read(file, &fate, 1) == 1;
  close(file);
  while (known && fate == 'h') pause();
  if (known && fate == 'c') abort();
  /* A device that has gone computes no more, in memory that whoever had it now frees. */
  if (known && device) real_vkDeviceWaitIdle(device);
  return known;
}

#define OURS(name, parameters, arguments) \
  static int name parameters { return is_lost() ? device_lost : real_##name arguments; }
EACH(OURS)
static Function vkGetDeviceProcAddr(void *which, const char *name);

/* Ours, where there is one, which calls the real one. */
static Function wrapped(const char *name, Function real) {
#define WRAP(function, ...)                   \
  if (real && strcmp(name, #function) == 0) { \
    *(Function *)&real_##function = real;     \
    return (Function)function;                \
  }
  EACH(WRAP)
  WRAP(vkGetDeviceProcAddr)
  return real;
}

static Function vkGetDeviceProcAddr(void *which, const char *name) {
  device = which;
  return wrapped(name, real_vkGetDeviceProcAddr(which, name));
}

static Function exported(const char *name) {
  return (Function)dlsym(dlopen(getenv("FRAIL_DRIVER"), RTLD_NOW), name);
}

int vk_icdNegotiateLoaderICDInterfaceVersion(uint32_t *version) {
  return ((int (*)(uint32_t *))exported(__func__))(version);
}

Function vk_icdGetInstanceProcAddr(void *instance, const char *name) {
  return wrapped(name, ((Finder)exported(__func__))(instance, name));
}

Function vk_icdGetPhysicalDeviceProcAddr(void *instance, const char *name) {
  return wrapped(name, ((Finder)exported(__func__))(instance, name));
}
