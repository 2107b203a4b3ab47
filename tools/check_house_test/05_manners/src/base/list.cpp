using namespace std;

int* make() { return new int(3); }
void unmake(int* p) { delete p; }
void unmake_all(int* p) { delete[] p; }
void quiet() {
  try {
    make();
  } catch (...) {
  }
  std::cout << 1;
}
