// TensorFlow's server listens at all addresses of its machine, whatever a cluster says, and asks nobody who he is. Its calls of `bind` are
// led here instead of to the C library, and go on with the address that the cluster gives this process.
#include "additions.h"

#ifdef __linux__
#include <arpa/inet.h>
#include <elf.h>
#include <link.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

namespace cmg {

namespace {

// In IPv6's form, where an IPv4 address is ::ffff:a.b.c.d.
in6_addr listened;
in_port_t its_port;

int BindWhereTold(int socket, const sockaddr* address, socklen_t length) {
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 own = *reinterpret_cast<const sockaddr_in6*>(address);
    if (own.sin6_port == its_port && IN6_IS_ADDR_UNSPECIFIED(&own.sin6_addr)) {
      own.sin6_addr = listened;
      return bind(socket, reinterpret_cast<sockaddr*>(&own), sizeof(own));
    }
  }
  if (address->sa_family == AF_INET) {
    sockaddr_in own = *reinterpret_cast<const sockaddr_in*>(address);
    if (own.sin_port == its_port && own.sin_addr.s_addr == INADDR_ANY && IN6_IS_ADDR_V4MAPPED(&listened)) {
      std::memcpy(&own.sin_addr, &listened.s6_addr[12], sizeof(own.sin_addr));
      return bind(socket, reinterpret_cast<sockaddr*>(&own), sizeof(own));
    }
  }
  return bind(socket, address, length);
}

// Replaces `bind` in the table of functions that one of TensorFlow's libraries calls in others.
int Redirect(dl_phdr_info* library, size_t, void*) {
  if (std::strstr(library->dlpi_name, "libtensorflow") == nullptr) return 0;
  const ElfW(Dyn)* entry = nullptr;
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    if (part.p_type == PT_DYNAMIC) entry = reinterpret_cast<const ElfW(Dyn)*>(library->dlpi_addr + part.p_vaddr);
  }
  const ElfW(Sym)* symbols = nullptr;
  const char* names = nullptr;
  const ElfW(Rela)* calls = nullptr;
  size_t bytes = 0;
  for (; entry != nullptr && entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_SYMTAB) symbols = reinterpret_cast<const ElfW(Sym)*>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_STRTAB) names = reinterpret_cast<const char*>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_JMPREL) calls = reinterpret_cast<const ElfW(Rela)*>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_PLTRELSZ) bytes = entry->d_un.d_val;
  }
  for (size_t i = 0; i < bytes / sizeof(ElfW(Rela)); i++) {
    if (std::strcmp(names + symbols[ELF64_R_SYM(calls[i].r_info)].st_name, "bind") != 0) continue;
    *reinterpret_cast<void**>(library->dlpi_addr + calls[i].r_offset) = reinterpret_cast<void*>(BindWhereTold);
  }
  return 0;
}

}  // namespace

bool ListenAt(const std::string& host, int port) {
  if (inet_pton(AF_INET6, host.c_str(), &listened) != 1 && inet_pton(AF_INET6, ("::ffff:" + host).c_str(), &listened) != 1) return false;
  its_port = htons(port);
  dl_iterate_phdr(Redirect, nullptr);
  return true;
}

}  // namespace cmg
#else
bool cmg::ListenAt(const std::string&, int) { return false; }
#endif
