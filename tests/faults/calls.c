/* Stands before the C library's calls on files below one folder: asks whether each may happen, fail, or be torn.
 *
 * Loaded with LD_PRELOAD. Does nothing until `calls_arm` gives it a folder and somebody to ask. The answer is 0
 * (go on), an errno (fail with it, having done nothing), or -1 (write the first half, and come back to be asked
 * again with kind 'T', which is where a process dies of a torn write).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef int (*asked)(int kind, long size);

static asked ask;
static char folder[512];
static unsigned char ours[4096]; /* by descriptor: 1 where it is a file below the folder */
static __thread int inside;

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })

void calls_arm(const char *path, asked who)
{
    strncpy(folder, path, sizeof folder - 1);
    ask = who;
}

static int is_below(const char *path) { return ask && path && !strncmp(path, folder, strlen(folder)); }
static int is_ours(int fd) { return ask && fd >= 0 && fd < (int)sizeof ours && ours[fd]; }

static int may(int kind, long size)
{
    if (inside) return 0;
    inside = 1;
    int said = ask(kind, size);
    inside = 0;
    return said;
}

static int opened(int fd, const char *path)
{
    if (fd >= 0 && fd < (int)sizeof ours) ours[fd] = is_below(path);
    return fd;
}

#define OPENS(flags) (((flags) & O_ACCMODE) != O_RDONLY || ((flags) & O_CREAT))
#define OPEN(name, call)                                                                  \
    mode_t mode = 0;                                                                      \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    if (is_below(path) && OPENS(flags)) { int no = may('O', 0); if (no > 0) { errno = no; return -1; } } \
    return opened(call, path);

int open(const char *path, int flags, ...) { OPEN(open, REAL(open)(path, flags, mode)) }
int open64(const char *path, int flags, ...) { OPEN(open64, REAL(open64)(path, flags, mode)) }
int openat(int at, const char *path, int flags, ...) { OPEN(openat, REAL(openat)(at, path, flags, mode)) }
int openat64(int at, const char *path, int flags, ...) { OPEN(openat64, REAL(openat64)(at, path, flags, mode)) }

int close(int fd)
{
    if (fd >= 0 && fd < (int)sizeof ours) ours[fd] = 0;
    return REAL(close)(fd);
}

#define WRITE(whole, half)                              \
    if (is_ours(fd) && !inside) {                       \
        int no = may('W', (long)size);                  \
        if (no > 0) { errno = no; return -1; }          \
        if (no < 0) { half; may('T', (long)size); }     \
    }                                                   \
    return whole;

ssize_t write(int fd, const void *data, size_t size)
{ WRITE(REAL(write)(fd, data, size), REAL(write)(fd, data, size / 2)) }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{ WRITE(REAL(pwrite)(fd, data, size, at), REAL(pwrite)(fd, data, size / 2, at)) }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{ WRITE(REAL(pwrite64)(fd, data, size, at), REAL(pwrite64)(fd, data, size / 2, at)) }

#define GUARD(kind, ours_it_is) if (ours_it_is) { int no = may(kind, 0); if (no > 0) { errno = no; return -1; } }

int fsync(int fd) { GUARD('S', is_ours(fd)) return REAL(fsync)(fd); }
int fdatasync(int fd) { GUARD('S', is_ours(fd)) return REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t to) { GUARD('C', is_ours(fd)) return REAL(ftruncate)(fd, to); }
int ftruncate64(int fd, off64_t to) { GUARD('C', is_ours(fd)) return REAL(ftruncate64)(fd, to); }
int rename(const char *from, const char *to) { GUARD('N', is_below(to)) return REAL(rename)(from, to); }
int link(const char *from, const char *to) { GUARD('N', is_below(to)) return REAL(link)(from, to); }
int unlink(const char *path) { GUARD('U', is_below(path)) return REAL(unlink)(path); }
