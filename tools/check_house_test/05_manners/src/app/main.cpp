void say() { std::cout << 1; }
